/** What is left when sealing is killed between any two writes, and when two seal at once: a whole chain, and nothing twice. */
import { describe, expect, test } from '@jest/globals';
import { minuteMs } from '../../../src/model/durations.ts';
import type { SealRequest } from '../../../src/model/work-request.ts';
import { sealPath, stampPath } from '../../../src/proof/proof-paths.ts';
import { hashSeal, parseSeal } from '../../../src/proof/seal.ts';
import { makeSealDays } from '../../../src/sealing/seal-days.ts';
import { KilledError, killAtWrite } from '../../support/killed-writes.ts';
import { makeMemoryRunAlone } from '../../support/memory-run-alone.ts';
import { makeMemorySealedDays } from '../../support/memory-sealed-days.ts';
import { dayAgo, makeSealingWorld, type SealingWorld, sealedCall } from '../../support/sealing-world.ts';

const first: SealRequest = { schema: 1, kind: 'seal', cause: 'schedule' };
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
const timeStamps = {
  async stamp(seal: Uint8Array) {
    const stampedAt = new Date('2026-11-21T05:11:00Z');
    const facts = { sha256: hashSeal(seal), stampedAt: stampedAt.toISOString(), signedBy: 'the authority' };
    return { outcome: 'stamped' as const, response: Buffer.from(JSON.stringify(facts)), stampedAt };
  },
};

/** Four days, of which a part of a run manages two. */
async function makeWorld(): Promise<SealingWorld> {
  const world = makeSealingWorld({ timeStamps });
  for (const ago of [4, 3, 1]) await world.putRecord(dayAgo(ago), ago);
  await world.keepList(dayAgo(3), [3, 9]);
  const { list } = world.holding;
  world.holding.list = (container, prefix) => {
    if (container === 'call-records' && prefix.includes('/date=')) world.later(2.5 * minuteMs);
    return list(container, prefix);
  };
  return world;
}

async function expectWhole(world: SealingWorld): Promise<void> {
  const seals = await world.readSeals();
  const days = seals.flatMap((seal) => seal.days.map(({ date }) => date));
  expect(new Set(days)).toEqual(new Set([4, 3, 2, 1].map(dayAgo)));
  expect((await world.readDay(dayAgo(3))).graph).toMatchObject({
    missing: [{ version: '1' }],
    elsewhere: [],
  });
  for (const { sequence, days: sealed } of seals) {
    expect(await world.holding.read('call-proof', stampPath(sequence), 1000)).toBeDefined();
    for (const { changes } of sealed) expect(changes).toEqual([]);
  }
  // The 2nd day before was compared with no list; the 1st still may be.
  expect((await world.verify()).found).toEqual([
    `call-missing ${sealedCall(9)}`,
    `day-not-compared ${dayAgo(2)}`,
  ]);
  // Each is told to telemetry, by the run that follows if need be.
  const told = world.events('sealing.sealed').map((facts) => `${facts?.['sequence']} ${facts?.['sha256']}`);
  for (const { sequence } of seals) {
    const bytes = await world.holding.read('call-proof', sealPath(sequence), 1_000_000);
    expect(told).toContain(`${sequence} ${hashSeal(bytes ?? Buffer.alloc(0))}`);
  }
  // What is remembered is what the seals say: rows made anew from them are the same.
  const anew = makeMemorySealedDays();
  const rebuilt = makeSealingWorld({ ...world.tools, sealedDays: anew });
  await rebuilt.seal({ cause: 'operator', from: dayAgo(-5), to: dayAgo(-5) });
  expect(await anew.read()).toEqual(await world.tools.sealedDays.read());
  expect(await world.state()).toMatchObject({
    sequence: seals.length,
    unstamped: [],
    missing: 1,
    unexplained: 0,
    chainProblem: undefined,
    failure: undefined,
  });
}

/** As the queue delivers: a message comes again when its run was killed. */
async function deliver(world: SealingWorld, at: number, isDone: boolean): Promise<boolean> {
  const killed = killAtWrite(world.tools, { at, isDone });
  const sealKilled = makeSealDays(killed.tools);
  for (let message: SealRequest | undefined = first; message; message = nextOf(world)) {
    try {
      await sealKilled(message);
    } catch (error) {
      if (!(error instanceof KilledError)) throw error;
      await world.seal(message);
    }
  }
  return killed.wasKilled();
}

function nextOf({ workQueue }: SealingWorld) {
  return workQueue.sent.shift()?.request;
}

test.each([[true], [false]])(
  'killed at any write (the write done: %s), the run ends whole',
  async (isDone) => {
    let at = 0;
    for (; at < 100; at += 1) {
      const world = await makeWorld();
      const wasKilled = await deliver(world, at, isDone);
      await expectWhole(world);
      if (!wasKilled) break;
    }
    // Manifests, seal, rows, state, message, stamp, of two parts.
    expect(at).toBeGreaterThan(15);
  },
);

describe('two that seal at once', () => {
  test('leave one chain: one wins each number, and the other reads the chain again', async () => {
    const world = await makeWorld();
    const seal = () => makeSealDays({ ...world.tools, runAlone: makeMemoryRunAlone() })(first);
    await Promise.all([seal(), seal(), seal()]);
    await world.handleMessages();
    await expectWhole(world);
    expect(world.events('sealing.failed')).toEqual([]);
  });

  test('have their turn one after the other where the lease is held', async () => {
    const world = await makeWorld();
    await Promise.all([world.seal(), world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1) })]);
    expect(world.events('sealing.busy')).toEqual([{ cause: 'operator' }]);
    await world.handleMessages();
    await expectWhole(world);
  });
});

describe('what is wrong with the chain', () => {
  test('a newest seal that is gone is told, and the next one still names it', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(1), 1);
    await world.seal();
    await world.seal();
    world.holding.containers.get('call-proof')?.delete('seals/v1/00000002.json');
    await world.seal();
    expect(await world.state()).toMatchObject({
      sequence: 3,
      chainProblem: 'Seal 2, the newest one, is gone',
    });
    const third = await world.holding.read('call-proof', 'seals/v1/00000003.json', 10_000);
    expect(JSON.parse(textOf(third))).toMatchObject({ previous: { sequence: 2 } });
    // Later runs find the newest one as it was.
    await world.seal();
    expect((await world.state()).chainProblem).toBeUndefined();
    expect(world.events('sealing.chain-broken')).toHaveLength(1);
  });

  test.each([
    ['no seal', Buffer.from('{}')],
    ['longer than any seal', Buffer.alloc(5 * 1024 * 1024, 1)],
  ])(
    'something in the place of the next seal that is %s is told for good, and does not stop sealing',
    async (_, bytes) => {
      const world = makeSealingWorld();
      await world.putRecord(dayAgo(1), 1);
      await world.seal();
      world.holding.put('call-proof', 'seals/v1/00000002.json', bytes);
      await world.seal();
      await world.seal();
      expect(await world.state()).toMatchObject({ sequence: 4, chainProblem: 'Seal 2 is not a seal' });
    },
  );

  test('a seal after which no time can come is told, and those after it can be read', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(1), 1);
    await world.seal();
    const first = await world.holding.read('call-proof', 'seals/v1/00000001.json', 100_000);
    const late = textOf(first).replace(/"sealedAt":"[^"]+"/, '"sealedAt":"9999-12-31T23:59:59.999Z"');
    world.holding.put('call-proof', 'seals/v1/00000002.json', Buffer.from(late));
    await world.seal();
    const third = await world.holding.read('call-proof', 'seals/v1/00000003.json', 100_000);
    expect(parseSeal(third ?? Buffer.alloc(0)).sealedAt).toBe(world.clock.now.toISOString());
    expect(await world.state()).toMatchObject({ chainProblem: 'Seal 2 does not belong to this chain' });
  });

  test('a seal of another archive is told', async () => {
    const [world, other] = [
      makeSealingWorld(),
      makeSealingWorld({ tenantId: '7e1a0c2d-0000-4000-8000-0000000000bb' }),
    ];
    await world.putRecord(dayAgo(1), 1);
    await other.seal();
    const foreign = await other.holding.read('call-proof', 'seals/v1/00000001.json', 100_000);
    world.holding.put('call-proof', 'seals/v1/00000001.json', foreign ?? Buffer.alloc(0));
    await world.seal();
    expect(await world.state()).toMatchObject({
      sequence: 2,
      chainProblem: 'Seal 1 does not belong to this chain',
    });
  });

  test('a manifest that is gone makes its files suspect, and sealing goes on', async () => {
    const world = makeSealingWorld();
    const path = await world.putRecord(dayAgo(1), 1);
    await world.seal();
    world.holding.containers.get('call-proof')?.delete((await world.readDay(dayAgo(1))).manifest.path);
    await world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1) });
    expect(world.events('sealing.manifest-damaged')).toEqual([
      { day: dayAgo(1), why: expect.stringContaining('is gone') },
    ]);
    const seal = await world.holding.read('call-proof', 'seals/v1/00000002.json', 100_000);
    expect(JSON.parse(textOf(seal)).days[0].changes).toMatchObject([
      { path, was: null, because: 'unexplained' },
    ]);
  });
});

describe('a time stamp', () => {
  test('that an authority did not give is made up by a later run, the oldest first', async () => {
    let answers = false;
    const asked: number[] = [];
    const world = makeSealingWorld({
      timeStamps: {
        async stamp(seal) {
          asked.push(JSON.parse(textOf(seal)).sequence);
          return answers ? timeStamps.stamp(seal) : { outcome: 'failed', why: 'no answer' };
        },
      },
    });
    await world.putRecord(dayAgo(1), 1);
    await world.seal();
    await world.seal();
    expect(await world.state()).toMatchObject({ unstamped: [1, 2], unstampedSince: world.clock.now });
    expect(world.events('sealing.stamp-failed')).toHaveLength(2);
    answers = true;
    world.later(minuteMs);
    await world.seal();
    expect(asked).toEqual([1, 1, 1, 2, 3]);
    expect(await world.state()).toMatchObject({ unstamped: [], unstampedSince: undefined });
    expect((await world.readSeals()).map(({ stampExpected }) => stampExpected)).toEqual([true, true, true]);
  });
});
