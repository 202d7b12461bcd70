/**
 * Any number of instances at a backlog, under one limit of Graph that counts refused requests too. The pacer and its
 * callers are the product's own, on a clock that jumps; Graph is the simulator's limiter.
 */
import { describe, expect, test } from '@jest/globals';
import { makeRandom } from '../../../local/graph-simulator/generator/random.ts';
import { makeThrottle } from '../../../local/graph-simulator/throttling.ts';
import { GraphError } from '../../../src/errors.ts';
import { decideAfterRefusal, graphKeepsMs } from '../../../src/model/after-refusal.ts';
import { askAtPace } from '../../../src/paging/ask-at-pace.ts';
import { recordPace, tenantPace } from '../../../src/paging/graph-limits.ts';
import { makePacer, type Pacer } from '../../../src/paging/pacer.ts';
import { makeVirtualTime } from '../../support/virtual-time.ts';

const seconds = 1000;
const minutes = 60 * seconds;
/** Graph’s own; the app’s pace is a little slower, as in production. */
const limit = 1500;
/** Two requests each: about five minutes of work. */
const backlog = 11_000;
/** How many records an instance works at. */
const concurrency = 8;

interface Herd {
  asked: number;
  refused: number;
  /** When each record was archived; all were asked for at 0. */
  archivedAt: number[];
}

/** Archives a backlog to its end. */
async function runHerd(instances: number, seed: string): Promise<Herd> {
  const { now, sleep, pass } = makeVirtualTime();
  const random = makeRandom(seed, instances).next;
  const key = () => 'all';
  const graph = makeThrottle([{ name: 'tenant', max: limit, windowMs: 20 * seconds, key }], now);
  const herd: Herd = { asked: 0, refused: 0, archivedAt: [] };
  let begun = 0;
  /** What comes out of the queue after a wait. */
  const again: { callId: string; throttledTries: number }[] = [];

  async function ask(): Promise<void> {
    await sleep(10 + 20 * random());
    herd.asked += 1;
    const refusal = graph.admit('GET', '/');
    await sleep(10 + 20 * random());
    if (!refusal) return;
    herd.refused += 1;
    const retryAfterMs = refusal.retryAfterSeconds * seconds;
    throw new GraphError('Asking Graph: it answered 429', {
      meaning: 'throttled',
      status: 429,
      retryAfterMs,
    });
  }

  /** Two requests a record, from its beginning again after each wait in the queue. */
  async function archive(pacer: Pacer, callId: string, throttledTries: number): Promise<void> {
    try {
      for (const _ of ['sessions', 'participants']) await askAtPace(pacer, callId, ask);
      herd.archivedAt.push(now());
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const next = decideAfterRefusal(error, {
        now: new Date(now()),
        firstTryAt: new Date(0),
        failedTries: 0,
        throttledTries,
        forgottenAt: new Date(graphKeepsMs),
        baseDelayMs: minutes,
        random: random(),
      });
      if (next.next !== 'ask-again') throw error;
      const tries = error.status === undefined ? 0 : throttledTries + 1;
      void sleep(next.afterMs).then(() => again.push({ callId, throttledTries: tries }));
    }
  }

  async function work(pacer: Pacer): Promise<void> {
    await sleep(seconds * random());
    while (herd.archivedAt.length < backlog) {
      const [next] = again.splice(0, 1);
      if (next) await archive(pacer, next.callId, next.throttledTries);
      else if (begun < backlog) {
        begun += 1;
        await archive(pacer, `call ${begun}`, 0);
      } else await sleep(seconds);
    }
  }

  for (let i = 0; i < instances; i += 1) {
    const tools = { now, sleep, random };
    const whole = makePacer({ ...tenantPace, ...tools });
    const pacer = makePacer({ ...recordPace, ...tools }, whole);
    for (let place = 0; place < concurrency; place += 1) void work(pacer);
  }
  while (herd.archivedAt.length < backlog) await pass(now() + minutes);
  return herd;
}

const endOf = ({ archivedAt }: Herd) => Math.max(...archivedAt);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('instances over Graph’s limit', () => {
  const seed = 'herd';
  const alone = runHerd(1, seed);

  test('are refused nothing where there is one', async () => {
    const one = await alone;
    expect(one.refused).toBe(0);
    expect(endOf(one) / minutes).toBeLessThan(5.2);
  });

  test.each([2, 4, 10])('settle near it where there are %i', async (instances) => {
    const herd = await runHerd(instances, seed);
    expect(endOf(await alone) / endOf(herd)).toBeGreaterThanOrEqual(0.8);
    expect(herd.refused / herd.asked).toBeLessThanOrEqual(0.1);
    expect(Math.max(...herd.archivedAt)).toBeLessThanOrEqual(3 * mean(herd.archivedAt));
  });
});
