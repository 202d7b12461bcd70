/** What the app held of a year of reports, over what it held before, and whether that grew with the year. */
import { dayMs } from '../../src/model/durations.ts';
import { readMemoryOf } from '../memory-use.ts';

export interface HeldMemory {
  idleBytes: number;
  /** The most until every report was read a quarter of a year back. */
  quarterBytes: number;
  yearBytes: number;
}

const quarterDays = 90;
/** A year has four times the rows of a quarter. When V8 collects makes a difference of some 30 MB from run to run. */
const most = { overIdle: 96e6, yearByQuarter: 1.5 };

export function makeMemoryWatch(reports: readonly string[]) {
  const quarterAgo = new Date(Date.now() - quarterDays * dayMs).toISOString().slice(0, 10);
  const waiting = new Set(reports);
  let pid = 0;
  const held: HeldMemory = { idleBytes: 0, quarterBytes: 0, yearBytes: 0 };
  const peak = () => readMemoryOf(pid)?.peakBytes ?? 0;
  return {
    begin(hostPid: number) {
      pid = hostPid;
      held.idleBytes = readMemoryOf(pid)?.rssBytes ?? 0;
    },
    /** The facts of `reporting.window-read`; windows come newest first. */
    passWindow({ report, from }: Record<string, unknown>) {
      if (String(from) > quarterAgo || !waiting.delete(String(report))) return;
      if (waiting.size === 0) held.quarterBytes = peak();
    },
    end(): HeldMemory {
      held.yearBytes = peak();
      return held;
    },
  };
}

export function judgeMemory({ idleBytes, quarterBytes, yearBytes }: HeldMemory) {
  if (yearBytes === 0) return { isSmall: true, lines: ['the memory of the app can be read on Linux only'] };
  const overIdle = yearBytes - idleBytes;
  const yearByQuarter = overIdle / (quarterBytes - idleBytes);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  return {
    isSmall: overIdle <= most.overIdle && yearByQuarter <= most.yearByQuarter,
    lines: [
      `the app held ${megabytes(idleBytes)} idle; at most ${megabytes(quarterBytes)} until a quarter of a year was read, ${megabytes(yearBytes)} in all`,
      `memory over idle ${megabytes(overIdle)} (must: ${megabytes(most.overIdle)}), year / quarter ${yearByQuarter.toFixed(2)} (must: ${most.yearByQuarter})`,
    ],
  };
}
