/** Everything around sealing, with a clock that the test moves: in memory, or over stores that the test brings. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { reconcilePath, recordPath, reportPath } from '../../src/model/archive-path.ts';
import { dayMs } from '../../src/model/durations.ts';
import { formatRunId } from '../../src/model/sweep.ts';
import type { SealRequest } from '../../src/model/work-request.ts';
import { packLines } from '../../src/proof/lines-file.ts';
import { formatListedVersion } from '../../src/proof/listed-version.ts';
import { listPath } from '../../src/proof/proof-paths.ts';
import type { ManifestOfDay } from '../../src/sealing/follow-chain.ts';
import { makeNoteWritten } from '../../src/sealing/note-written.ts';
import { makeSealDays, type SealingTools } from '../../src/sealing/seal-days.ts';
import { sealingRow } from '../../src/state/sealing-state.ts';
import { readState } from '../../src/state/typed-row.ts';
import { entryTenant } from './index-entry.ts';
import { makeMemoryEventLog } from './memory-event-log.ts';
import { makeMemoryHolding } from './memory-proof.ts';
import { makeMemoryRequestQueue } from './memory-request-queue.ts';
import { makeMemoryRunAlone } from './memory-run-alone.ts';
import { makeMemorySealedDays } from './memory-sealed-days.ts';
import { makeMemoryStateStore } from './memory-state-store.ts';
import { makeReadProof } from './read-proof.ts';
import { verify } from './verify-both.ts';

export const sealingTenant = entryTenant;
/** The schedule's time on a Saturday. */
export const sealsAt = new Date('2026-11-21T05:10:00.000Z');

export const sealedCall = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The UTC day that many days before the clock's start. */
export function dayAgo(days: number): string {
  return new Date(sealsAt.getTime() - days * dayMs).toISOString().slice(0, 10);
}

type PutFile = (
  container: string,
  path: string,
  bytes: Uint8Array,
  metadata: Record<string, string>,
) => unknown;

export interface PutOptions {
  version?: string;
  fetchedAt?: string;
  /** In place of that which the archive writes. */
  metadata?: Record<string, string>;
}

/** `put`: where the stores that the test brings take files of the archive. */
export function makeSealingWorld(stores: Partial<SealingTools> = {}, put?: PutFile) {
  const clock = { now: sealsAt };
  const holding = makeMemoryHolding();
  const log = makeMemoryEventLog();
  const workQueue = makeMemoryRequestQueue<SealRequest>();
  const memoryState = makeMemoryStateStore();
  /** The days of which tables were requested, with their manifests. */
  const requested: ManifestOfDay[] = [];
  const tools: SealingTools = {
    tenantId: sealingTenant,
    version: '1.2.3',
    files: holding,
    proof: holding,
    sealedDays: makeMemorySealedDays(),
    state: memoryState,
    workQueue,
    runAlone: makeMemoryRunAlone(),
    timeStamps: undefined,
    requestTables: async (days) => void requested.push(...days),
    note: log.note,
    now: () => clock.now,
    ...stores,
  };
  const putFile = put ?? holding.put;
  const seal = (request: Partial<SealRequest> = {}) =>
    makeSealDays(tools)({ schema: 1, kind: 'seal', cause: 'schedule', ...request });

  return {
    tools,
    clock,
    holding,
    log,
    workQueue,
    requested,
    seal,
    ...makeReadProof(tools),
    noteWritten: makeNoteWritten(tools),
    later(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    /** Handles what was sent until nothing is left; the clock moves by each delay. */
    async handleMessages() {
      for (let next = workQueue.sent.shift(); next; next = workQueue.sent.shift()) {
        clock.now = new Date(clock.now.getTime() + next.delayMs);
        await seal(next.request);
      }
    },
    async putRecord(day: string, n: number, { version = '1', fetchedAt, metadata }: PutOptions = {}) {
      const document = Buffer.from(JSON.stringify({ id: sealedCall(n), version, day }));
      const path = recordPath({ tenantId: sealingTenant, callId: sealedCall(n), callDay: day, version });
      await putFile(
        'call-records',
        path,
        gzipSync(document),
        metadata ?? describe(document, fetchedAt ?? `${day}T23:00:00.000Z`),
      );
      return path;
    },
    async putReport(day: string, runId: string) {
      const document = Buffer.from(`{"row":"${runId}"}\n`);
      const path = reportPath(sealingTenant, 'pstn-calls', day, runId);
      await putFile('call-reports', path, gzipSync(document), describe(document, `${day}T23:00:00.000Z`));
      return path;
    },
    /** What a full reconcile keeps of a day that it compares now. */
    async keepList(day: string, listed: readonly (number | [number, string])[], unreadable = 0) {
      const versions = listed
        .map((one) => (typeof one === 'number' ? ([one, '1'] as const) : one))
        .map(([n, version]) => ({ id: sealedCall(n), version }));
      const lines = versions.sort((a, b) => (a.id < b.id ? -1 : 1)).map(formatListedVersion);
      const runId = `${clock.now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
      const file = Buffer.concat(await Array.fromAsync(packLines(lines).parts));
      const evidence = { comparedAt: clock.now.toISOString(), unreadable, listed: listed.length };
      await putFile(
        'call-evidence',
        reconcilePath(day, formatRunId(clock.now)),
        Buffer.from(JSON.stringify(evidence)),
        {},
      );
      await tools.proof.create(listPath(day, runId), file);
    },
    /** What a check of the whole archive finds now: what counts, and what is only told. */
    verify: () => verify(tools.files, { now: clock.now }),
    state: async () => (await readState(sealingRow, tools.state)) ?? sealingRow.parse({}),
    events: (name: string) => log.notes.filter((one) => one.name === name).map(({ facts }) => facts),
  };
}

export type SealingWorld = ReturnType<typeof makeSealingWorld>;

function describe(document: Uint8Array, fetchedAt: string): Record<string, string> {
  return {
    sha256: createHash('sha256').update(document).digest('hex'),
    bytes: String(document.length),
    fetched_at: fetchedAt,
  };
}
