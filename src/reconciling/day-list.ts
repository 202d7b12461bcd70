/**
 * What Graph lists for one whole UTC day, collected page by page and kept for the seal of the day (docs/proof.md). Memory
 * holds the ids of the day. A run that ends in the middle of it sets its part aside; the one that resumes adds to it.
 */
import { randomBytes } from 'node:crypto';
import { formatReportRun, listPartPath } from '../model/archive-path.ts';
import type { DayWindow } from '../model/day-window.ts';
import { dayMs } from '../model/durations.ts';
import type { Sweep } from '../model/sweep.ts';
import type { ListedCall } from '../ports/call-list.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { ProofStore } from '../ports/proof-store.ts';
import { openLines, packLines } from '../proof/lines-file.ts';
import {
  compareDigits,
  formatListedVersion,
  type ListedVersion,
  parseListedVersion,
} from '../proof/listed-version.ts';
import { listPath } from '../proof/proof-paths.ts';

export interface DayList {
  /** Calls of other days among them do not count, nor does a call that Graph lists twice. */
  take(calls: readonly ListedCall[]): void;
  /** Puts what was taken into `call-evidence`; gives the names of all parts, which another run needs to resume. */
  setAside(): Promise<string[]>;
  /** Forgets everything: the day is listed from its first page. */
  restart(): void;
  /** The day was listed to its end. */
  keep(): Promise<void>;
}

export interface DayListTools {
  evidence: EvidenceStore;
  proof: ProofStore;
}

/** Only the list of a whole day can show that nothing of it is missing. */
export function isWholeDay({ day, from, to }: DayWindow): boolean {
  return from.getTime() === Date.parse(day) && to.getTime() === Date.parse(day) + dayMs;
}

/** `parts`: what earlier runs have set aside. */
export function makeDayList(
  window: DayWindow,
  sweep: Sweep,
  parts: readonly string[],
  { evidence, proof }: DayListTools,
): DayList {
  const { day } = window;
  /** The newest version of each call: it may change while the day is listed. */
  const newest = new Map<string, string>();
  let before = parts;

  function add({ id, version }: ListedVersion): void {
    const known = newest.get(id);
    if (known === undefined || compareDigits(version, known) > 0) newest.set(id, version);
  }

  function* formatLines(): Generator<string> {
    for (const id of [...newest.keys()].sort())
      yield formatListedVersion({ id, version: newest.get(id) ?? '' });
  }

  return {
    take(calls) {
      for (const { callId, version, startedAt } of calls)
        if (startedAt >= window.from && startedAt < window.to) add({ id: callId, version });
    },
    async setAside() {
      if (newest.size === 0) return [...before];
      // A message that is delivered twice leads to two runs: neither may replace what the other has set aside.
      const name = listPartPath(day, sweep.runId, randomBytes(4).toString('hex'));
      await evidence.put(name, Buffer.concat(await Array.fromAsync(packLines(formatLines()).parts)));
      before = [...before, name];
      newest.clear();
      return [...before];
    },
    restart() {
      newest.clear();
      before = [];
    },
    async keep() {
      for (const name of before) {
        const part = await evidence.open(name);
        if (!part) throw new Error(`Keeping Graph’s list of ${day}: ${name} is gone from call-evidence`);
        for await (const line of openLines(part).parts) add(parseListedVersion(line));
      }
      const runId = formatReportRun(new Date(sweep.startedAt));
      // One that is there already is of the same run, which was delivered twice.
      await proof.create(listPath(day, runId), packLines(formatLines()).parts);
      newest.clear();
    },
  };
}
