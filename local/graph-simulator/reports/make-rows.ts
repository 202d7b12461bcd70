/** Makes rows of the reports from a seed: the same seed and options give the same bytes. */
import { makePerson, type Person } from '../generator/identities.ts';
import { member, object, string } from '../generator/json-text.ts';
import { makeRandom, type Random } from '../generator/random.ts';
import { dateTime } from '../generator/times.ts';
import type { ReportName } from './report-kinds.ts';
import type { ReportRow } from './report-store.ts';

export interface MakeRowsOptions {
  readonly count: number;
  readonly from: Date;
  readonly to: Date;
  /** How long after its time Graph has a row. */
  readonly lagMs?: number;
  /** Share of rows that are written on several lines. */
  readonly lineBreaks?: number;
}

/** Users of the simulated tenant who telephone. */
const users = 200;
/** What Graph gives as the start of a call that failed before it began. */
const noTime = '0001-01-01T00:00:00Z';

export function makeReportRows(
  report: ReportName,
  seed: string | number,
  { count, from, to, lagMs = 0, lineBreaks = 0 }: MakeRowsOptions,
): ReportRow[] {
  const spanMs = to.getTime() - from.getTime();
  return Array.from({ length: count }, (_, index) => {
    const random = makeRandom(seed, report, index);
    const atMs = from.getTime() + Math.floor(random.next() * spanMs);
    const row: ReportRow = {
      atMs,
      visibleAtMs: atMs + lagMs,
      raw: () => renderRow(report, seed, index, atMs, lineBreaks),
    };
    if (report !== 'dial-out') return row;
    return { ...row, dialOut: { seconds: random.int(10, 3600), tenThousandths: random.int(0, 50_000) } };
  });
}

function renderRow(
  report: ReportName,
  seed: string | number,
  index: number,
  atMs: number,
  lineBreaks: number,
): string {
  const random = makeRandom(seed, report, index, 'row');
  const user = makePerson(seed, random.int(0, users - 1), 'colleague');
  const compact = object(...makers[report](random, user, atMs));
  if (report === 'dial-out' || !random.chance(lineBreaks)) return compact;
  return JSON.stringify(JSON.parse(compact), undefined, 2).replaceAll('\n', random.pick(['\n', '\r\n']));
}

type Members = (string | undefined)[];

const makers: Record<ReportName, (random: Random, user: Person, atMs: number) => Members> = {
  'pstn-calls': makePstnCall,
  'direct-routing-calls': makeDirectRoutingCall,
  sms: makeSms,
  'blocked-users': makeBlockedUser,
  'dial-out': makeDialOutCall,
};

function makePstnCall(random: Random, user: Person, atMs: number): Members {
  const seconds = random.int(0, 5400);
  const isBot = random.chance(0.05);
  return [
    member('id', string(random.guid())),
    member('callId', string(random.guid())),
    ...userMembers(isBot ? undefined : user),
    member('startDateTime', string(dateTime(atMs, random))),
    member('endDateTime', string(dateTime(atMs + seconds * 1000, random))),
    member('duration', String(seconds)),
    member('charge', `${random.int(0, 9)}.${String(random.int(0, 9999)).padStart(4, '0')}`),
    member('callType', string(isBot ? 'ucap_in' : random.pick(['user_in', 'user_out', 'user_out_conf']))),
    member('currency', random.pick(['"USD"', '"EUR"', 'null'])),
    member('calleeNumber', string(phone(random))),
    member('usageCountryCode', '"DE"'),
    member('tenantCountryCode', '"DE"'),
    member('connectionCharge', '0.0'),
    member('callerNumber', string(phone(random))),
    member('destinationContext', random.pick(['"Domestic"', '"International"', 'null'])),
    member('destinationName', random.pick(['"Germany"', '"Côte d\\u2019Ivoire"', 'null'])),
    member('conferenceId', 'null'),
    member('licenseCapability', random.pick(['"MCOPSTNU"', '"MCOPSTN1"'])),
    member('inventoryType', '"Subscriber"'),
    member('operator', '"Microsoft"'),
    member('callDurationSource', random.pick(['"microsoft"', '"operator"'])),
  ];
}

function makeDirectRoutingCall(random: Random, user: Person, atMs: number): Members {
  const seconds = random.int(1, 5400);
  const isSuccess = random.chance(0.8);
  const at = string(dateTime(atMs, random));
  return [
    member('id', string(random.guid())),
    member('correlationId', string(random.guid())),
    ...userMembers(user),
    member('startDateTime', isSuccess ? at : string(noTime)),
    member('inviteDateTime', isSuccess ? string(dateTime(atMs - 3000, random)) : at),
    member('failureDateTime', isSuccess ? string(noTime) : string(dateTime(atMs + 800, random))),
    member('endDateTime', isSuccess ? string(dateTime(atMs + seconds * 1000, random)) : string(noTime)),
    member('duration', isSuccess ? String(seconds) : '0'),
    member('callType', random.pick(['"ByotIn"', '"ByotOut"'])),
    member('successfulCall', String(isSuccess)),
    member('callerNumber', string(phone(random))),
    member('calleeNumber', string(phone(random))),
    member('mediaPathLocation', '"EUNO"'),
    member('signalingLocation', '"EUNO"'),
    member('finalSipCode', isSuccess ? '0' : '487'),
    member('callEndSubReason', isSuccess ? '540000' : '540200'),
    member('finalSipCodePhrase', isSuccess ? '"BYE"' : '"Request terminated \\/ \\"caller\\""'),
    member('trunkFullyQualifiedDomainName', '"sbc1.contoso.example"'),
    member('mediaBypassEnabled', 'false'),
  ];
}

function makeSms(random: Random, user: Person, atMs: number): Members {
  return [
    member('id', string(random.guid())),
    member('smsId', string(random.hex(16))),
    ...userMembers(user),
    member('sentDateTime', string(dateTime(atMs, random))),
    member('smsType', random.pick(['"inbound"', '"outbound"'])),
    member('smsUnits', String(random.int(1, 6))),
    member('callCharge', `0.0${random.int(10, 99)}`),
    member('currency', '"USD"'),
    member('sourceNumber', string(phone(random))),
    member('destinationNumber', string(phone(random))),
    member('destinationContext', '"Domestic"'),
    member('destinationName', '"United States"'),
    member('licenseCapability', '"MCOPSTNU"'),
    member('tenantCountryCode', '"US"'),
    member('userCountryCode', '"US"'),
    member('otherPartyCountryCode', '"US"'),
    member('administrativeUnitInfos', '[]'),
  ];
}

function makeBlockedUser(random: Random, user: Person, atMs: number): Members {
  return [
    ...userMembers(user),
    member('userTelephoneNumber', string(phone(random))),
    member('blockDateTime', string(dateTime(atMs, random))),
    member('blockReason', '"Suspicious call volume; see \\"remediation\\""'),
    member('remediationId', random.pick([string(random.guid()), 'null'])),
    member('userBlockMode', random.pick(['"Blocked"', '"Unblocked"'])),
  ];
}

/** What is counted together; the totals come when a period is requested. */
function makeDialOutCall(random: Random, user: Person, _atMs: number): Members {
  return [
    ...userMembers(user),
    member('usageLocation', '"US"'),
    member('destinationContext', random.pick(['"Domestic"', '"International"'])),
    member('currency', '"USD"'),
  ];
}

/** Bots have no user. */
function userMembers(user: Person | undefined): Members {
  return [
    member('userId', user ? string(user.id) : 'null'),
    member('userPrincipalName', user?.userPrincipalName ? string(user.userPrincipalName) : 'null'),
    member('userDisplayName', user ? user.rawName : 'null'),
  ];
}

/** In some countries the last digits of numbers outside are hidden. */
function phone(random: Random): string {
  return `+49${random.int(30, 89)}${random.int(1_000_000, 9_999_999)}${random.chance(0.3) ? '***' : ''}`;
}
