/**
 * The reports of calls that no call record carries: charges, numbers, trunks, SMS. What Graph calls them, and which
 * members of a row say on which day it belongs and which row it is (graph-facts §5, callrecords-schema).
 */
export const reportNames = [
  'pstn-calls',
  'direct-routing-calls',
  'sms',
  'blocked-users',
  'dial-out',
] as const;

export type ReportName = (typeof reportNames)[number];

export interface CallReport {
  /** The function on `callRecords`. */
  function: string;
  /** Graph has it in beta only, whatever version is configured. Microsoft does not support that for production. */
  isBeta: boolean;
  /** Where the row's time is: the first that holds one. None: the report adds up a period, and its rows belong to that. */
  timeMembers: readonly string[];
  /** Together they tell a row from all others. None, or one that is empty: only the whole row does. */
  keyMembers: readonly string[];
}

/** For a call that failed before it began, `startDateTime` is 0001-01-01. */
const callTimes = ['startDateTime', 'inviteDateTime', 'failureDateTime', 'endDateTime'];

export const callReports: Readonly<Record<ReportName, CallReport>> = {
  'pstn-calls': { function: 'getPstnCalls', isBeta: false, timeMembers: callTimes, keyMembers: ['id'] },
  'direct-routing-calls': {
    function: 'getDirectRoutingCalls',
    isBeta: false,
    timeMembers: callTimes,
    keyMembers: ['id'],
  },
  sms: { function: 'getSmsLog', isBeta: true, timeMembers: ['sentDateTime'], keyMembers: ['id'] },
  'blocked-users': {
    function: 'getPstnBlockedUsersLog',
    isBeta: true,
    timeMembers: ['blockDateTime'],
    keyMembers: ['remediationId', 'userId', 'blockDateTime'],
  },
  'dial-out': {
    function: 'getPstnOnlineMeetingDialoutReport',
    isBeta: true,
    timeMembers: [],
    keyMembers: [],
  },
};

/** Whether a report adds up the calls of a period instead of listing them. */
export function addsUp(report: ReportName): boolean {
  return callReports[report].timeMembers.length === 0;
}
