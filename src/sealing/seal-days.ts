/**
 * Seals the UTC days that are due, or those that an operator asks for: one seal for each part of a run, one run at a time.
 * Nothing counts before the seal is there, and all that is known of a run is in the seals: a part that ends anywhere leaves
 * a whole seal or none.
 */
import { inSteadyGeneration } from '../bytes/young-generation.ts';
import { formatError } from '../errors.ts';
import { minuteMs } from '../model/durations.ts';
import type { SealedDayRow } from '../model/sealed-day-row.ts';
import type { SealRequest } from '../model/work-request.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import type { RunAlone } from '../ports/run-alone.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { Seal } from '../proof/seal.ts';
import type { SealingState } from '../state/sealing-state.ts';
import { describeHead, describeSealedDay } from './describe-seal.ts';
import { findClaim } from './find-claim.ts';
import { type Chain, type FollowingTools, followChain, manifestsOf } from './follow-chain.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import type { ManifestTools } from './make-manifest.ts';
import { noteSealed, sumOf } from './note-sealed.ts';
import { findDaysToSeal } from './plan-days.ts';
import { type PreparedDay, prepareDays } from './prepare-days.ts';
import { afterPart, makeSealingMemory, type SealingMemory } from './sealing-memory.ts';
import { listUnnoted, type StampingTools, stampSeals } from './stamp-seals.ts';
import { type SealTools, writeSeal } from './write-seal.ts';

export interface SealingTools extends ManifestTools, FollowingTools, SealTools, StampingTools {
  state: StateStore;
  workQueue: RequestQueue<SealRequest>;
  runAlone: RunAlone;
}

/** Handles a message that begins or resumes a run. */
export type SealDays = (request: SealRequest) => Promise<void>;

/** No day is begun after this; what is left is for the next part. */
const partTimeMs = 4 * minuteMs;
/** How long a request waits while another run seals. */
const busyDelayMs = minuteMs;
/** How often a part begins anew because another writer was faster. */
const maxTries = 3;

export function makeSealDays(tools: SealingTools): SealDays {
  const memory = makeSealingMemory(tools.state);

  async function work(request: SealRequest, held: AbortSignal): Promise<void> {
    try {
      for (let tries = 1; !(await runPart(request, held, memory, tools)); tries += 1)
        if (tries >= maxTries) throw new Error(`Sealing: another writer was faster, ${tries} times in a row`);
    } catch (error) {
      tools.note('sealing.failed', { cause: request.cause, next: request.next, error: formatError(error) });
      if (!held.aborted) await noteFailure(error, memory, tools);
      throw error;
    }
  }

  return async (request) => {
    const seal = (held: AbortSignal) => inSteadyGeneration(() => work(request, held));
    if (await tools.runAlone('sealing', seal)) return;
    tools.note('sealing.busy', { cause: request.cause });
    await tools.workQueue.send(request, { delayMs: busyDelayMs });
  };
}

/** `false`: another writer was faster, and nothing of this part counts. */
async function runPart(
  request: SealRequest,
  held: AbortSignal,
  memory: SealingMemory,
  tools: SealingTools,
): Promise<boolean> {
  const deadline = new Date(tools.now().getTime() + partTimeMs);
  const chain = await followChain(tools);
  if (chain.followed) noteSealed(chain.followed, tools.note);
  const problem = chain.problem ?? chain.broken;
  if (problem) tools.note('sealing.chain-broken', { problem });
  const before = await memory.read();
  const written = await memory.readWritten();
  const sealsFrom = await findClaim(chain.head?.sealsFrom, written.keys(), tools, tools.now());
  const known = { sealsFrom, sealed: chain.days, written };
  const days = findDaysToSeal(request, known, tools.now());
  if (request.cause === 'operator' && days.length === 0 && !request.next)
    tools.note('sealing.nothing-claimed', { from: request.from, to: request.to, seals_from: sealsFrom });
  const order = { days, because: request.because, sealed: chain.days, deadline, held };
  const prepared = days.length > 0 ? await prepareDays(order, tools) : [];
  const unnoted = await listUnnoted(before.sequence, chain.head?.sequence, tools.files);
  const unstamped = [...before.unstamped, ...unnoted];
  // A day without a seal would be visible; what an operator asks for is sealed or not.
  if (prepared.length > 0 || (request.cause === 'schedule' && !request.next)) {
    held.throwIfAborted();
    const stampExpected = tools.timeStamps !== undefined;
    const sealed = prepared.map(({ sealed: day }) => day);
    const made = await writeSeal({ head: chain.head, sealsFrom, stampExpected, days: sealed }, tools);
    if (!made) return false;
    await remember(made, request, prepared, chain, tools);
    if (stampExpected) unstamped.push(made.seal.sequence);
  }
  const state = afterPart(before, chain, known, tools.now());
  await memory.write({ ...state, ...waitingFor(unstamped, before, tools) });
  await resume(request, days[prepared.length], tools);
  const left = await stampSeals(unstamped, held, tools);
  if (unstamped.length > 0) await memory.write({ ...state, ...waitingFor(left, before, tools) });
  return true;
}

/** The rows are written after the seal: a run that ends in between leaves what the next one follows. */
async function remember(
  { seal, bytes }: { seal: Seal; bytes: Uint8Array },
  { cause }: SealRequest,
  prepared: readonly PreparedDay[],
  chain: Chain,
  tools: SealingTools,
): Promise<void> {
  const head = describeHead(seal, bytes);
  const { sealedDays, requestTables, note } = tools;
  const rows: SealedDayRow[] = [];
  for (const { sealed, numbers } of prepared) {
    const row = describeSealedDay(seal, sealed, numbers, chain.days.get(sealed.date));
    rows.push(await leaveOutErased(row, tools));
  }
  // At once: it is an anchor.
  noteSealed({ head, cause, rows, unexplained: sumOf(prepared, ({ numbers }) => numbers.unexplained) }, note);
  await requestTables(manifestsOf(seal));
  await sealedDays.put(rows, head);
  chain.head = head;
  for (const row of rows) chain.days.set(row.day, row);
}

function waitingFor(
  unstamped: number[],
  before: SealingState,
  { now }: SealingTools,
): Pick<SealingState, 'unstamped' | 'unstampedSince'> {
  const wasWaiting = before.unstamped.some((sequence) => unstamped.includes(sequence));
  const since = wasWaiting ? before.unstampedSince : now();
  return { unstamped, unstampedSince: unstamped.length > 0 ? since : undefined };
}

/** `next`: the first day that this part did not deal with. */
async function resume(
  request: SealRequest,
  next: string | undefined,
  { workQueue, note }: SealingTools,
): Promise<void> {
  if (next === undefined) return;
  await workQueue.send({ ...request, next });
  note('sealing.paused', { cause: request.cause, next });
}

async function noteFailure(error: unknown, memory: SealingMemory, { now }: SealingTools): Promise<void> {
  const failure = { message: formatError(error), at: now() };
  // Where storage is away, this fails too: the first error is the one to be thrown.
  await memory
    .read()
    .then((state) => memory.write({ ...state, failure }))
    .catch(() => undefined);
}
