/** The rows of the PSTN and direct-routing reports that belong to a call, or hold a number. */
import { unpack } from '../bytes/unpack.ts';
import { IntegrityError } from '../errors.ts';
import { type CallLogRow, callLogs, parseCallLogRow } from '../model/call-log-row.ts';
import type { DayRange } from '../model/day-ranges.ts';
import { utcDay } from '../model/day-window.ts';
import { hourMs } from '../model/durations.ts';
import {
  bestFirst,
  type CallToMatch,
  hasNumber,
  matchCallLog,
  type RowMatch,
} from '../model/match-call-log.ts';
import type { ReadingListener } from '../ports/call-archive.ts';
import type { ReportArchive } from '../ports/report-archive.ts';

/** A row is filed under the day on which it began, which may be before the call's record begins. */
const maxLeadMs = 4 * hourMs;

/** Far more than Graph gives for a row: a hostile file may unpack to a single endless line. */
const maxLineBytes = 1024 * 1024;

/** The surest first. A damaged file is a problem for the listener; the others are read. */
export async function findCallLog(
  archive: ReportArchive,
  call: CallToMatch,
  listener: ReadingListener,
): Promise<RowMatch[]> {
  const days = {
    from: utcDay(new Date(call.startedAt.getTime() - maxLeadMs)),
    to: utcDay(call.endedAt ?? call.startedAt),
  };
  const matches: RowMatch[] = [];
  for await (const row of readRows(archive, days, listener)) matches.push(...matchCallLog(call, [row]));
  return matches.sort(bestFirst);
}

/** Rows of these days with this number, the newest day first; digits that Graph hides may be any. */
export async function* searchCallLog(
  archive: ReportArchive,
  number: string,
  days: DayRange,
  listener: ReadingListener,
): AsyncGenerator<CallLogRow> {
  for await (const row of readRows(archive, days, listener)) if (hasNumber(row, number)) yield row;
}

/** The newest run of each day, the newest day first. A line that is not a row with a time belongs to no call. */
async function* readRows(
  archive: ReportArchive,
  days: DayRange,
  listener: ReadingListener,
): AsyncGenerator<CallLogRow> {
  for (const log of callLogs) {
    const runs = await archive.listNewest(log, days);
    for (const [day, { runId }] of [...runs].sort().reverse()) {
      listener.signal?.throwIfAborted();
      try {
        for await (const line of splitLines(unpack(archive.open(log, day, runId)))) {
          const row = parseCallLogRow(log, line);
          if (row) yield row;
        }
      } catch (error) {
        if (!(error instanceof IntegrityError)) throw error;
        const where = `${log} of ${day}, run ${runId}`;
        listener.problem({ kind: 'damaged', where, why: 'the file of the call report cannot be read' });
      }
    }
  }
}

async function* splitLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    rest = Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
      yield rest.toString('utf8', start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
    if (rest.length > maxLineBytes)
      throw new IntegrityError('Reading a call report: a row is longer than 1 MiB');
  }
  if (rest.length > 0) yield rest.toString('utf8');
}
