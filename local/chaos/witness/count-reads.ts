/** How often each record was requested of Graph, compared with what a reading without faults costs. */
import { itemSource, type SimulatedRecord } from '../../graph-simulator/records/simulated-record.ts';
import type { RequestLogEntry } from '../../graph-simulator/request-log.ts';
import { witnessName } from './read-graph.ts';

export interface ReadCounts {
  /** Requests about records that Graph answered as it should. */
  answered: number;
  /** Requests that a planned fault met, that came with an expired token, or for a record that was not there yet. */
  failedByGraph: number;
  /** What reading each archived version once would cost. */
  faultFree: number;
  /** `answered / faultFree`. */
  ratio: number;
  /** The record with the largest ratio of its own, beyond one more reading. */
  worst: { callId: string; answered: number; faultFree: number } | undefined;
}

const sessionsAPage = 60;
const participantsAPage = 130;

/** `archived`: every version in the archive. */
export function countReads(
  requests: readonly RequestLogEntry[],
  archived: readonly SimulatedRecord[],
): ReadCounts {
  const faultFreeOf = new Map<string, number>();
  for (const record of archived)
    faultFreeOf.set(record.id, (faultFreeOf.get(record.id) ?? 0) + readsOf(record));
  const answeredOf = new Map<string, number>();
  let failedByGraph = 0;
  for (const { path, headers, fault, status } of requests) {
    const [, callId] = /\/callRecords(?:\/|\(')([0-9a-f-]{36})/i.exec(path) ?? [];
    if (callId === undefined || headers['user-agent'] === witnessName || !faultFreeOf.has(callId)) continue;
    if ((fault === undefined || fault === 'slow') && status === 200)
      answeredOf.set(callId, (answeredOf.get(callId) ?? 0) + 1);
    else failedByGraph += 1;
  }
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, one) => total + one, 0);
  const [answered, faultFree] = [sum(answeredOf.values()), sum(faultFreeOf.values())];
  const each = [...faultFreeOf].map(([callId, due]) => ({
    callId,
    answered: answeredOf.get(callId) ?? 0,
    faultFree: due,
  }));
  const [worst] = each.sort((a, b) => b.answered - b.faultFree - (a.answered - a.faultFree));
  return { answered, failedByGraph, faultFree, ratio: faultFree === 0 ? 0 : answered / faultFree, worst };
}

/** Every page of sessions and of participants once. */
function readsOf({ sessions, participants }: SimulatedRecord): number {
  const pages = (count: number, size: number) => Math.max(1, Math.ceil(count / size));
  return (
    pages(itemSource(sessions).count, sessionsAPage) +
    pages(itemSource(participants).count, participantsAPage)
  );
}
