/** A row of the PSTN or direct-routing report, as far as it says which call it belongs to. */
import { z } from 'zod';
import type { ReportName } from './call-report.ts';
import { isKnownTime, parseGraphTime } from './graph-time.ts';
import { normalNumber } from './identity.ts';

/** The reports whose rows are calls. */
export const callLogs = ['pstn-calls', 'direct-routing-calls'] as const satisfies readonly ReportName[];

export type CallLog = (typeof callLogs)[number];

export interface CallLogRow {
  report: CallLog;
  /** Graph's own text of the row. */
  text: string;
  /** Ids that the row gives for its call. Microsoft promises for none of them that it is a call record's. */
  callIds: string[];
  /** Lower case; bots have no user. */
  userId: string | undefined;
  startedAt: Date;
  endedAt: Date;
  /** As Graph gives them. */
  caller: string | undefined;
  callee: string | undefined;
  /** Both in one form, with asterisks where Graph hides digits. */
  numbers: string[];
  /** What the row says besides: what was charged, how a call over a trunk ended. */
  details: string;
}

const text = z.string().min(1).optional().catch(undefined);
const row = z.object({
  callId: text,
  correlationId: text,
  userId: text,
  callerNumber: text,
  calleeNumber: text,
  startDateTime: text,
  inviteDateTime: text,
  failureDateTime: text,
  endDateTime: text,
  duration: z.number().nonnegative().optional().catch(undefined),
  charge: z.number().optional().catch(undefined),
  currency: text,
  finalSipCode: z.number().optional().catch(undefined),
  finalSipCodePhrase: text,
  callEndSubReason: z.number().optional().catch(undefined),
  trunkFullyQualifiedDomainName: text,
});

/** `undefined` when the line is not a row with a time. */
export function parseCallLogRow(report: CallLog, line: string): CallLogRow | undefined {
  const { data } = row.safeParse(parseJson(line));
  if (!data) return undefined;
  const { startDateTime, inviteDateTime, failureDateTime, endDateTime, duration = 0 } = data;
  const [startedAt] = [startDateTime, inviteDateTime, failureDateTime].flatMap(parseTime);
  if (!startedAt) return undefined;
  const [endedAt = new Date(startedAt.getTime() + duration * 1000)] = parseTime(endDateTime);
  return {
    report,
    text: line,
    callIds: isGiven([data.callId, data.correlationId]).map((id) => id.toLowerCase()),
    userId: data.userId?.toLowerCase(),
    startedAt,
    endedAt,
    caller: data.callerNumber,
    callee: data.calleeNumber,
    numbers: isGiven([data.callerNumber, data.calleeNumber]).map(normalNumber),
    details: describe(data),
  };
}

function describe(data: z.infer<typeof row>): string {
  const { charge, currency, finalSipCode, finalSipCodePhrase, callEndSubReason: subReason } = data;
  const { trunkFullyQualifiedDomainName: trunk } = data;
  const parts = [
    charge !== undefined && `charge ${[charge, currency].join(' ').trim()}`,
    finalSipCode !== undefined && `SIP ${[finalSipCode, finalSipCodePhrase].join(' ').trim()}`,
    subReason !== undefined && `Microsoft’s sub-reason ${subReason}`,
    trunk !== undefined && `over ${trunk}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ');
}

function parseTime(given: string | undefined): Date[] {
  const time = parseGraphTime(given);
  return isKnownTime(time) ? [new Date(time)] : [];
}

function isGiven(values: (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
