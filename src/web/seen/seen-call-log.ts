/** The rows of the call reports that belong to a call, as one reader may see them. */
import { formatError } from '../../errors.ts';
import type { CallToMatch, RowMatch } from '../../model/match-call-log.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import { findCallLog } from '../../reading/find-call-log.ts';
import { maskNumber } from './safe-values.ts';

export interface SeenCallLog {
  rows: SeenLogRow[];
  furtherRows: number;
  /** Why rows may be missing. */
  problems: string[];
}

export interface SeenLogRow extends Pick<RowMatch, 'certainty' | 'because'> {
  report: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string;
  caller: string | undefined;
  callee: string | undefined;
  /** What was charged, how a call over a trunk ended; nothing for a reader who may not see networks. */
  details: string;
}

const maxRows = 20;

/** A call is shown even if its call reports cannot be read. */
export async function seeCallLog(
  reports: ReportArchive,
  call: CallToMatch,
  { isLimited, signal }: { isLimited: boolean; signal: AbortSignal },
): Promise<SeenCallLog> {
  const problems: string[] = [];
  const problem = ({ where, why }: { where: string; why: string }) => problems.push(`${where}: ${why}`);
  const matches = await findCallLog(reports, call, { problem, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    problem({ where: 'The call reports', why: `they cannot be read now (${formatError(error)})` });
    return [];
  });
  return {
    rows: matches.slice(0, maxRows).map((match) => describe(match, isLimited)),
    furtherRows: Math.max(0, matches.length - maxRows),
    problems,
  };
}

function describe({ row, certainty, because }: RowMatch, isLimited: boolean): SeenLogRow {
  const { report, startedAt, endedAt, caller, callee, details } = row;
  return {
    report,
    certainty,
    because,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    caller: caller !== undefined && isLimited ? maskNumber(caller) : caller,
    callee: callee !== undefined && isLimited ? maskNumber(callee) : callee,
    details: isLimited ? '' : details,
  };
}
