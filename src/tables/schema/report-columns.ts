/** The columns of the call reports, by table: a row is a row of the newest run of that day. */
import { columnsOf, type DescribedColumn, type Member, type ReadAs } from './column.ts';

function member(name: string, graphName: string, as: ReadAs, meaning: string, unit?: string): Member {
  return { name, member: graphName, as, meaning, ...(unit && { unit }) };
}

const text = (name: string, graphName: string, meaning: string) => member(name, graphName, 'text', meaning);
const time = (name: string, graphName: string, meaning: string) => member(name, graphName, 'time', meaning);
const money = (name: string, graphName: string, meaning: string) =>
  member(name, graphName, 'number', meaning, 'in `currency`');
const duration = (name: string, graphName: string, meaning: string) =>
  member(name, graphName, 'seconds', meaning, 'ms (Graph gives seconds)');

const user = [
  text('user_id', 'userId', 'user; none of a bot’s call'),
  text('user_upn', 'userPrincipalName', 'user principal name'),
  text('user_name', 'userDisplayName', 'display name of the user'),
];

const numbers = [
  text('caller_number', 'callerNumber', 'number that called; digits may be hidden by `*`'),
  text('callee_number', 'calleeNumber', 'number that was called; digits may be hidden by `*`'),
];

const destination = [
  text('destination_context', 'destinationContext', '`Domestic` or `International`'),
  text('destination_name', 'destinationName', 'country or region that was called'),
];

const unitInfos = member(
  'administrative_unit_ids',
  'administrativeUnitInfos[].id',
  'texts',
  'administrative units of the user (beta)',
);
const otherCountry = text('other_party_country', 'otherPartyCountryCode', 'country of the other side (beta)');

const pstnCalls = [
  text('id', 'id', 'id of the row'),
  text('call_id', 'callId', 'Graph’s own id of the call; not that of its call record'),
  ...user,
  time('started_at', 'startDateTime', 'when the call began'),
  time('ended_at', 'endDateTime', 'when the call ended'),
  duration('duration_ms', 'duration', 'how long it was connected'),
  text('call_type', 'callType', '`user_in`, `user_out`, `conf_in` …'),
  ...numbers,
  ...destination,
  money('charge', 'charge', 'charge of the call'),
  money('connection_charge', 'connectionCharge', 'connection fee'),
  text('currency', 'currency', 'ISO 4217'),
  text('usage_country', 'usageCountryCode', 'country of the user'),
  text('tenant_country', 'tenantCountryCode', 'country of the tenant'),
  otherCountry,
  text('conference_id', 'conferenceId', 'audio conference'),
  text('license_capability', 'licenseCapability', 'licence that was used'),
  text('inventory_type', 'inventoryType', 'kind of the number'),
  text('operator', 'operator', 'operator of the line'),
  text('call_duration_source', 'callDurationSource', 'who measured the duration: `microsoft` or `operator`'),
  text('client_local_ipv4', 'clientLocalIpV4Address', 'own address of the client (beta)'),
  text('client_local_ipv6', 'clientLocalIpV6Address', 'own address of the client (beta)'),
  text('client_public_ipv4', 'clientPublicIpV4Address', 'public address of the client (beta)'),
  text('client_public_ipv6', 'clientPublicIpV6Address', 'public address of the client (beta)'),
  unitInfos,
];

const directRoutingCalls = [
  text('id', 'id', 'id of the row'),
  text('correlation_id', 'correlationId', 'id of the call in the trunk’s logs'),
  text('transferor_correlation_id', 'transferorCorrelationId', 'of the call that was transferred (beta)'),
  ...user,
  time('invited_at', 'inviteDateTime', 'when the invitation was sent'),
  time('started_at', 'startDateTime', 'when the call began; null of a call that failed before'),
  time('ended_at', 'endDateTime', 'when the call ended'),
  time('failed_at', 'failureDateTime', 'when the call failed'),
  duration('duration_ms', 'duration', 'how long it was connected'),
  text('call_type', 'callType', '`ByotIn`, `ByotOut` …'),
  member('is_successful', 'successfulCall', 'boolean', 'whether the call came about'),
  ...numbers,
  member('final_sip_code', 'finalSipCode', 'int32', 'final SIP code'),
  text('final_sip_phrase', 'finalSipCodePhrase', 'what the final SIP code means'),
  member('call_end_sub_reason', 'callEndSubReason', 'int32', 'Microsoft’s code beside the SIP code'),
  text('trunk', 'trunkFullyQualifiedDomainName', 'trunk (session border controller)'),
  member('is_media_bypassed', 'mediaBypassEnabled', 'boolean', 'whether the trunk had media bypass'),
  text('media_path_location', 'mediaPathLocation', 'data centre of the media'),
  text('signaling_location', 'signalingLocation', 'data centre of the signalling'),
  text('user_country', 'userCountryCode', 'country of the user (beta)'),
  otherCountry,
  unitInfos,
];

const smsMessages = [
  text('id', 'id', 'id of the row'),
  text('sms_id', 'smsId', 'id of the message'),
  ...user,
  time('sent_at', 'sentDateTime', 'when it was sent'),
  text('sms_type', 'smsType', '`inbound` or `outbound`'),
  member('units', 'smsUnits', 'int32', 'units that it was charged for'),
  money('charge', 'callCharge', 'charge of the message'),
  text('currency', 'currency', 'ISO 4217'),
  text('source_number', 'sourceNumber', 'number that sent it; digits may be hidden by `*`'),
  text('destination_number', 'destinationNumber', 'number that received it; digits may be hidden by `*`'),
  ...destination,
  text('license_capability', 'licenseCapability', 'licence that was used'),
  text('tenant_country', 'tenantCountryCode', 'country of the tenant'),
  text('user_country', 'userCountryCode', 'country of the user'),
  otherCountry,
  unitInfos,
];

const blockedUsers = [
  ...user,
  text('user_number', 'userTelephoneNumber', 'number of the user'),
  time('blocked_at', 'blockDateTime', 'when the user was blocked or unblocked'),
  text('reason', 'blockReason', 'why'),
  text('remediation_id', 'remediationId', 'remediation'),
  text('mode', 'userBlockMode', '`Blocked` or `Unblocked`'),
];

const dialOut = [
  ...user,
  text('usage_location', 'usageLocation', 'country of the user'),
  text('destination_context', 'destinationContext', '`Domestic` or `International`'),
  member('total_calls', 'totalCalls', 'int32', 'calls of that day'),
  duration('total_duration_ms', 'totalCallSeconds', 'how long they were, in all'),
  money('total_charge', 'totalCallCharge', 'what they cost, in all'),
  text('currency', 'currency', 'ISO 4217'),
];

const columnsOfReport = (members: readonly Member[]): readonly DescribedColumn[] =>
  columnsOf('report', members);

export const pstnCallColumns = columnsOfReport(pstnCalls);
export const directRoutingColumns = columnsOfReport(directRoutingCalls);
export const smsColumns = columnsOfReport(smsMessages);
export const blockedUserColumns = columnsOfReport(blockedUsers);
export const dialOutColumns = columnsOfReport(dialOut);
