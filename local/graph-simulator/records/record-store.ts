/**
 * The call records that Graph has: several versions of each, each readable from its own time on and until
 * 30 days after the call's end.
 */
import { dayMs } from '../durations.ts';
import type { SimulatedRecord } from './simulated-record.ts';

export interface StoredVersion {
  readonly record: SimulatedRecord;
  readonly readableAtMs: number;
}

export interface RecordStore {
  /** The same id and version again replaces what was there. */
  put(record: SimulatedRecord, readableAtMs: number): void;
  /** The highest version that can be read now. */
  newest(id: string, atMs: number): SimulatedRecord | undefined;
  version(id: string, version: string): SimulatedRecord | undefined;
  /** The newest readable version of every record. */
  listNewest(atMs: number): SimulatedRecord[];
  remove(id: string): void;
}

/** https://learn.microsoft.com/graph/api/callrecords-callrecord-get: "remains available for 30 days" */
export const retentionMs = 30 * dayMs;

export function makeRecordStore(): RecordStore {
  const versionsOf = new Map<string, StoredVersion[]>();

  function newest(id: string, atMs: number): SimulatedRecord | undefined {
    const readable = (versionsOf.get(id.toLowerCase()) ?? []).filter(
      ({ record, readableAtMs }) =>
        readableAtMs <= atMs && Date.parse(record.endDateTime) + retentionMs > atMs,
    );
    return readable.at(-1)?.record;
  }

  return {
    put(record, readableAtMs) {
      const id = record.id.toLowerCase();
      const others = (versionsOf.get(id) ?? []).filter((one) => one.record.version !== record.version);
      others.push({ record, readableAtMs });
      others.sort((a, b) => (BigInt(a.record.version) < BigInt(b.record.version) ? -1 : 1));
      versionsOf.set(id, others);
    },
    newest,
    version: (id, version) =>
      versionsOf.get(id.toLowerCase())?.find((one) => BigInt(one.record.version) === BigInt(version))?.record,
    listNewest: (atMs) =>
      [...versionsOf.keys()].map((id) => newest(id, atMs)).filter((record) => record !== undefined),
    remove(id) {
      versionsOf.delete(id.toLowerCase());
    },
  };
}
