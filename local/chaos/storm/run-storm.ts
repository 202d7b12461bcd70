/** Plays a plan: calls end wave by wave while the app is killed, its tokens expire, and Graph and storage fail. */
import { setTimeout as delay } from 'node:timers/promises';
import { dayMs } from '../../graph-simulator/durations.ts';
import type { Limit } from '../../graph-simulator/throttling.ts';
import { htmlForEver, toRule } from '../plan/graph-faults.ts';
import type { Plan, PlannedCall } from '../plan/make-plan.ts';
import type { ChaosSystem } from './start-system.ts';

export interface StormCounts {
  kills: number;
  duplicate: number;
  lost: number;
  reordered: number;
  subscriptionRemoved: number;
}

const neverReadableMs = 365 * dayMs;
const secondVersionMs = 2500;
const maxRestarts = 10;

/** Resolves when every call has ended, every notification has arrived, and the app is up. */
export async function runStorm(plan: Plan, system: ChaosSystem): Promise<StormCounts> {
  const { graph } = system;
  const counts: StormCounts = { kills: 0, duplicate: 0, lost: 0, reordered: 0, subscriptionRemoved: 0 };
  for (const rule of plan.listFaults) graph.addFault(rule);
  const over = new AbortController();
  const disturbing = Promise.all([
    killAgainAndAgain(plan, system, counts, over.signal),
    expireTokens(plan, system, over.signal),
  ]);
  let again: PlannedCall[] = [];
  for (const [i, { calls, batchSize, pauseMs }] of plan.waves.entries()) {
    graph.configure({ notifications: { batchSize } });
    for (const { fromWave, max, windowMs } of plan.tenantLimits)
      if (fromWave === i) graph.configure({ throttling: [limitTenant(max, windowMs)] });
    graph.holdNotifications();
    for (const call of calls) endCall(call, system, counts);
    // Graph repeats itself a wave later, when the call is in the archive as a rule.
    for (const { versions } of again) if (versions[0]) graph.endCall(versions[0]);
    counts.duplicate += again.length;
    again = calls.filter(({ notice }) => notice === 'twice');
    graph.releaseNotifications();
    await delay(pauseMs);
    for (const { event, afterWave } of plan.lifecycle) {
      if (afterWave !== i) continue;
      if (event === 'subscriptionRemoved') counts.subscriptionRemoved += 1;
      void graph.sendLifecycle(event);
    }
  }
  await graph.untilIdle();
  over.abort();
  await disturbing;
  counts.reordered = countReordered(plan, system);
  return counts;
}

function endCall(
  { versions, notice, faults, fate }: PlannedCall,
  { graph }: ChaosSystem,
  counts: StormCounts,
): void {
  const [first, second] = versions;
  if (!first) return;
  for (const fault of faults) graph.addFault(toRule(first.id, fault));
  if (fate === 'refused') graph.addFault(toRule(first.id, htmlForEver, Number.POSITIVE_INFINITY));
  if (notice === 'lost') counts.lost += 1;
  graph.endCall(first, {
    announce: notice !== 'lost',
    readableAfterMs: fate === 'pending' ? neverReadableMs : 0,
    versions: second ? [{ record: second, afterMs: secondVersionMs }] : [],
  });
}

async function killAgainAndAgain(
  { kills }: Plan,
  system: ChaosSystem,
  counts: StormCounts,
  over: AbortSignal,
): Promise<void> {
  for (const { afterRequests, delayMs } of kills) {
    // Those whose moment has not come when the last call has ended meet what is still in the queue.
    await untilRequests(system, afterRequests, over);
    await delay(delayMs);
    await system.host.kill();
    counts.kills += 1;
    await restart(system);
  }
}

/** Counts what it refuses, as Graph does. */
function limitTenant(max: number, windowMs: number): Limit {
  const key = (_method: string, path: string) => (/callRecords/i.test(path) ? 'all' : undefined);
  return { name: 'tenant', max, windowMs, key };
}

/** The storage may fail while the host starts: Azure would try again too. */
async function restart(system: ChaosSystem): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await system.restartHost();
    } catch (error) {
      if (tries === maxRestarts) throw error;
    }
  }
}

async function expireTokens({ expiries }: Plan, system: ChaosSystem, over: AbortSignal): Promise<void> {
  for (const afterRequests of expiries) {
    if (!(await untilRequests(system, afterRequests, over))) return;
    system.graph.expireTokens();
  }
}

/** `false` when the storm was over before. */
async function untilRequests({ graph }: ChaosSystem, count: number, over: AbortSignal): Promise<boolean> {
  while (graph.requests.length < count) {
    if (over.aborted) return false;
    await delay(10);
  }
  return true;
}

/** Notifications that arrived before one of a call that had ended earlier. */
function countReordered({ waves }: Plan, { graph }: ChaosSystem): number {
  const order = waves.flatMap(({ calls }) => calls.flatMap(({ versions }) => versions[0]?.id ?? []));
  const places = new Map(order.map((id, place) => [id, place]));
  const arrived = graph.deliveries
    .filter(({ kind, status }) => kind === 'change' && status === 202)
    .flatMap(({ callIds }) => callIds.map((id) => places.get(id) ?? 0));
  return arrived.filter((place, i) => place > Math.min(...arrived.slice(i + 1))).length;
}
