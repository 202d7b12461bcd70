/** Everything around reconciling, in memory, with a clock that the test moves. */
import { GraphError, type GraphErrorDetails } from '../../../src/errors.ts';
import type { ReconcileRequest } from '../../../src/model/archive-request.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import { makePacer } from '../../../src/paging/pacer.ts';
import type { Failure } from '../../../src/ports/failure-ledger.ts';
import { makeBackfill } from '../../../src/reconciling/backfill.ts';
import { makeReconcile, type ReconcileTools } from '../../../src/reconciling/reconcile.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { type MemoryListedCall, makeMemoryCallList } from '../../support/memory-call-list.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryEvidenceStore } from '../../support/memory-evidence-store.ts';
import { makeMemoryFailureLedger } from '../../support/memory-failure-ledger.ts';
import { makeMemoryHolding } from '../../support/memory-proof.ts';
import { makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';
import { makeMemoryRunAlone } from '../../support/memory-run-alone.ts';
import { makeMemoryStateStore } from '../../support/memory-state-store.ts';

export const startsAt = new Date('2026-11-21T12:17:00.000Z');
const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

export const callId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A call of half an hour that started this long before the clock's start. */
export function makeCall(n: number, agoMs: number, version = '1'): MemoryListedCall {
  const startedAt = new Date(startsAt.getTime() - agoMs);
  return { callId: callId(n), version, startedAt, endedAt: new Date(startedAt.getTime() + 30 * minuteMs) };
}

export function graphFails(details: Partial<GraphErrorDetails> = {}): GraphError {
  return new GraphError('Asking Graph: it answered 500', { meaning: 'unavailable', status: 500, ...details });
}

export function makeWorld(calls: MemoryListedCall[] = [], pageSize = 60) {
  const clock = { now: startsAt };
  const sleep = async (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  const log = makeMemoryEventLog();
  const list = makeMemoryCallList(calls, pageSize);
  const tools = {
    tenantId,
    list,
    pacer: makePacer({
      limit: 40,
      windowMs: 21_000,
      maxSleepMs: 5000,
      random: () => 0,
      now: () => clock.now.getTime(),
      sleep,
    }),
    index: makeMemoryCallIndex(),
    ledger: makeMemoryFailureLedger(() => clock.now),
    queue: makeMemoryRequestQueue(),
    evidence: makeMemoryEvidenceStore(),
    proof: makeMemoryHolding(),
    state: makeMemoryStateStore(),
    runAlone: makeMemoryRunAlone(),
    keepReadme: async () => undefined,
    note: log.note,
    now: () => clock.now,
    sleep,
  } satisfies ReconcileTools;
  const reconcile = makeReconcile(tools);
  const backfill = makeBackfill(tools);

  return {
    ...tools,
    clock,
    log,
    backfill,
    later(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    reconcile: (request: Partial<ReconcileRequest> = {}) =>
      reconcile({ schema: 1, kind: 'reconcile', cause: 'schedule', ...request }),
    /** Handles what was sent, except for records, until nothing is left; the clock moves by each delay. */
    async handleMessages() {
      for (;;) {
        const at = tools.queue.sent.findIndex(({ request }) => request.kind !== 'records');
        const [next] = at < 0 ? [] : tools.queue.sent.splice(at, 1);
        if (!next) return;
        clock.now = new Date(clock.now.getTime() + next.delayMs);
        if (next.request.kind === 'reconcile') await reconcile(next.request);
        if (next.request.kind === 'backfill') await backfill.resume(next.request);
      }
    },
    /** Puts the version that Graph lists, or another one, into the archive. */
    async archive({ callId: id, startedAt, version }: MemoryListedCall, archived = version) {
      await tools.index.put({
        tenantId,
        callId: id,
        version: archived,
        callDay: startedAt.toISOString().slice(0, 10),
        blob: 'b',
        startedAt: startedAt.toISOString(),
        endedAt: undefined,
        type: undefined,
        modalities: [],
        sessions: 1,
        participants: 2,
        sizeBytes: 3,
        sha256: 'a',
        fetchedAt: '',
        reason: 'notification',
        organizer: undefined,
        people: 2,
        failed: false,
        findKeys: [],
        named: [],
        ownStreams: new Map(),
      });
    },
    /** Puts a call into the ledger that waits for its daily try. */
    async fail(n: number, change: Partial<Failure> = {}) {
      const { nextTryAt = new Date(startsAt.getTime() + hourMs) } = change;
      await tools.ledger.put({
        callId: callId(n),
        state: 'pending',
        reason: 'Asking Graph: it answered 404',
        httpStatus: 404,
        firstTryAt: new Date(startsAt.getTime() - 5 * hourMs),
        lastTryAt: new Date(nextTryAt.getTime() - dayMs),
        nextTryAt,
        forgottenAt: new Date(startsAt.getTime() + 29 * dayMs),
        refusedBlob: undefined,
        ...change,
      });
    },
    /** Ids asked for, message by message, sorted. */
    asked: () =>
      tools.queue.sent.flatMap(({ request }) => (request.kind === 'records' ? request.callIds : [])).sort(),
    reports: () =>
      [...tools.evidence.bodies].flatMap(([name, body]) =>
        name.endsWith('.json')
          ? [
              {
                name,
                ...JSON.parse(Buffer.from(body).toString()),
              },
            ]
          : [],
      ),
    facts: () => tools.state.states.get('reconcile'),
    events: (name: string) => log.notes.filter((one) => one.name === name).map(({ facts }) => facts),
  };
}
