/** Single calls as one reader may see them: a page of a version, what changed between two, the exact bytes. */
import { isRecordFault } from '../../errors.ts';
import type { CallRow } from '../../model/call-row.ts';
import { makeCallToMatch } from '../../model/match-call-log.ts';
import type { SealedDayRow } from '../../model/sealed-day-row.ts';
import type { CallArchive, Problem } from '../../ports/call-archive.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import type { SealedDays } from '../../ports/sealed-days.ts';
import { findRecord } from '../../reading/find-record.ts';
import { readDocument } from '../../reading/read-document.ts';
import { showCall } from '../../reading/show-call.ts';
import type { Rights } from '../access/rights.ts';
import type { CallReadings } from './call-readings.ts';
import { type ComparedCall, describeChanges, haveFewSessions } from './describe-changes.ts';
import type { ReadCall } from './gather-call-page.ts';
import type { RemovedCall, RemovedCalls } from './removed-calls.ts';
import { type SeenCallLog, seeCallLog } from './seen-call-log.ts';

export interface SeenCalls {
  /** `who`: the hash of whom the reader came for; a reader of one person's calls must give it. */
  show(choice: CallChoice & { who: string | undefined; page: number }): Promise<Found<ShownCall>>;
  listVersions(choice: Omit<CallChoice, 'version'>): Promise<Found<CallRow[]>>;
  /** Versions by default: the newest, and the one before it. */
  compare(
    choice: Omit<CallChoice, 'version'> & { from: string | undefined; to: string | undefined },
  ): Promise<Found<ComparedCall>>;
  /** The document's bytes, which are what their hash says. */
  readRaw(choice: CallChoice): Promise<Found<RawRecord>>;
}

export interface CallChoice {
  /** Lower-case GUID. */
  callId: string;
  /** Digits; absent: the newest. */
  version: string | undefined;
  signal: AbortSignal;
}

/** What was looked for, or why it is not there. */
export type Found<Value> =
  | { outcome: 'found'; value: Value }
  | { outcome: 'no-call' }
  /** The archive had it once; a seal says why it is gone. */
  | { outcome: 'removed'; removed: RemovedCall }
  | { outcome: 'no-version'; versions: string[] }
  /** It is there, but not among those that the reader may see. */
  | { outcome: 'outside' }
  /** The document is too long to be answered from memory. */
  | { outcome: 'too-large'; sizeBytes: number }
  /** The record, or its row, is damaged or missing; `where`: the blob or the row. */
  | { outcome: 'damaged'; where: string };

export interface ShownCall extends ReadCall {
  callLog: SeenCallLog | undefined;
  trust: CallTrust;
}

/** How much a reader may rely on what is shown. */
export interface CallTrust {
  /** ISO 8601 UTC. */
  archivedAt: string;
  /** What made the archive fetch it: `notification`, `backfill` … */
  reason: string;
  /** Of all versions that are archived, ascending. */
  versions: string[];
  /** Of the document. */
  sha256: string;
  sizeBytes: number;
  /** UTC, `YYYY-MM-DD`. */
  day: string;
  /** What the newest seal of that day says; `none`: the day is not sealed; `unknown`: that cannot be told now. */
  seal: Pick<SealedDayRow, 'state' | 'sealedAt' | 'sequence'> | { state: 'none' | 'unknown' };
}

export interface RawRecord {
  /** The file's name in the archive, without the ending of its compression. */
  name: string;
  bytes: Uint8Array;
}

export interface SeenCallsPorts {
  archive: Pick<CallArchive, 'listVersions' | 'open'>;
  reports: ReportArchive;
  sealedDays: Pick<SealedDays, 'find'>;
  removedCalls: RemovedCalls;
  readings: CallReadings;
}

/** Twice the largest meeting that there is. Nothing is sent before its hash is known, so it is held whole. */
const maxRawBytes = 128 * 1024 * 1024;

export function makeSeenCalls(ports: SeenCallsPorts, rights: Rights): SeenCalls {
  const isLimited = rights.calls === 'one';

  /** The row of the version, and those of all versions in ascending order. */
  async function find({
    callId,
    version,
    signal,
  }: CallChoice): Promise<Found<{ row: CallRow; rows: CallRow[] }>> {
    const problems: Problem[] = [];
    const listener = { problem: (problem: Problem) => void problems.push(problem), signal };
    const found = await findRecord(ports.archive, callId, version, listener);
    if (found.outcome === 'found') return { outcome: 'found', value: { row: found.row, rows: found.rows } };
    if (found.outcome === 'no-version') return found;
    const [problem] = problems;
    if (problem) return { outcome: 'damaged', where: problem.where };
    return whyGone(callId, { outcome: 'no-call' });
  }

  async function whyGone<Otherwise>(
    callId: string,
    otherwise: Otherwise,
  ): Promise<Otherwise | { outcome: 'removed'; removed: RemovedCall }> {
    if (isLimited) return otherwise;
    const removed = await ports.removedCalls.find(callId);
    return removed ? { outcome: 'removed', removed } : otherwise;
  }

  /** A call is shown even if nothing can be said of its seal. */
  async function findSeal(day: string): Promise<CallTrust['seal']> {
    try {
      const sealed = await ports.sealedDays.find(day);
      if (!sealed) return { state: 'none' };
      const { state, sealedAt, sequence } = sealed;
      return { state, sealedAt, sequence };
    } catch {
      return { state: 'unknown' };
    }
  }

  /** What is wrong with a record is an answer; everything else that goes wrong is thrown. */
  async function orDamaged<Value>(
    { callId, blob }: CallRow,
    work: () => Promise<Value>,
  ): Promise<Found<Value>> {
    try {
      return { outcome: 'found', value: await work() };
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      return whyGone(callId, { outcome: 'damaged', where: blob });
    }
  }

  async function show({ who, page, ...choice }: Parameters<SeenCalls['show']>[0]): Promise<Found<ShownCall>> {
    if (rights.calls === 'none' || (isLimited && who === undefined)) return { outcome: 'outside' };
    const found = await find(choice);
    if (found.outcome !== 'found') return isLimited ? { outcome: 'outside' } : found;
    const { row, rows } = found.value;
    const seal = findSeal(row.callDay);
    const read = await orDamaged(row, () => ports.readings.read({ row, who, isLimited, page }));
    if (read.outcome !== 'found') return isLimited ? { outcome: 'outside' } : read;
    const { call, isOfPerson, callLogKeys } = read.value;
    if (!isOfPerson) return { outcome: 'outside' };
    const toMatch = callLogKeys && makeCallToMatch(call, callLogKeys);
    return {
      outcome: 'found',
      value: {
        ...call,
        callLog: toMatch && (await seeCallLog(ports.reports, toMatch, { isLimited, signal: choice.signal })),
        trust: trustOf(row, rows, await seal),
      },
    };
  }

  return {
    show,
    async listVersions(choice) {
      if (!rights.raw) return { outcome: 'outside' };
      const found = await find({ ...choice, version: undefined });
      return found.outcome === 'found' ? { outcome: 'found', value: found.value.rows } : found;
    },
    async compare({ from, to, ...choice }) {
      if (rights.calls !== 'all') return { outcome: 'outside' };
      const found = await find({ ...choice, version: to });
      if (found.outcome !== 'found') return found;
      const { row, rows } = found.value;
      const before =
        from === undefined ? rows[rows.indexOf(row) - 1] : rows.find(({ version }) => version === from);
      if (!before) return { outcome: 'no-version', versions: rows.map(({ version }) => version) };
      const withSessions = haveFewSessions(before, row);
      const read = (version: CallRow) =>
        orDamaged(version, () => showCall(ports.archive, version, { sessions: withSessions }));
      const [old, now] = [await read(before), await read(row)];
      if (old.outcome !== 'found') return old;
      if (now.outcome !== 'found') return now;
      return { outcome: 'found', value: describeChanges(old.value, now.value, { withSessions }) };
    },
    async readRaw(choice) {
      if (!rights.raw) return { outcome: 'outside' };
      const found = await find(choice);
      if (found.outcome !== 'found') return found;
      const { row } = found.value;
      if (row.sizeBytes > maxRawBytes) return { outcome: 'too-large', sizeBytes: row.sizeBytes };
      return orDamaged(row, async () => ({
        name: (row.blob.split('/').at(-1) ?? row.callId).replace(/\.gz$/, ''),
        bytes: Buffer.concat(await Array.fromAsync(readDocument(ports.archive, row))),
      }));
    },
  };
}

function trustOf(row: CallRow, rows: readonly CallRow[], seal: CallTrust['seal']): CallTrust {
  const { fetchedAt: archivedAt, reason, sha256, sizeBytes, callDay: day } = row;
  return {
    archivedAt,
    reason,
    versions: rows.map(({ version }) => version),
    sha256,
    sizeBytes,
    day,
    seal,
  };
}
