/**
 * The five reports of calls that no call record carries, as Microsoft documents them.
 * https://learn.microsoft.com/graph/api/resources/callrecords-api-overview
 */
export const reportNames = [
  'pstn-calls',
  'direct-routing-calls',
  'sms',
  'blocked-users',
  'dial-out',
] as const;

export type ReportName = (typeof reportNames)[number];

interface ReportKind {
  /** The function on callRecords, which is also what Graph counts requests of together. */
  readonly function: string;
  readonly rowType: string;
  readonly betaOnly: boolean;
  /** Whether a row at `toDateTime` belongs to the window. Where Microsoft does not say: the harder case. */
  readonly toInclusive: boolean;
}

export const reportKinds: Readonly<Record<ReportName, ReportKind>> = {
  'pstn-calls': {
    function: 'getPstnCalls',
    rowType: 'pstnCallLogRow',
    betaOnly: false,
    toInclusive: true,
  },
  'direct-routing-calls': {
    function: 'getDirectRoutingCalls',
    rowType: 'directRoutingLogRow',
    betaOnly: false,
    toInclusive: false,
  },
  sms: { function: 'getSmsLog', rowType: 'smsLogRow', betaOnly: true, toInclusive: true },
  'blocked-users': {
    function: 'getPstnBlockedUsersLog',
    rowType: 'pstnBlockedUsersLogRow',
    betaOnly: true,
    toInclusive: true,
  },
  'dial-out': {
    function: 'getPstnOnlineMeetingDialoutReport',
    rowType: 'pstnOnlineMeetingDialoutReport',
    betaOnly: true,
    toInclusive: true,
  },
};

export function reportOfFunction(name: string): ReportName | undefined {
  return reportNames.find((report) => reportKinds[report].function.toLowerCase() === name.toLowerCase());
}
