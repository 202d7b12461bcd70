/** A run of sealing over a holding, a queue and rows in memory: what is sealed when, and what a seal says. */
import { describe, expect, test } from '@jest/globals';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import { sealAges } from '../../../src/proof/seal-schedule.ts';
import { makeMemorySealedDays } from '../../support/memory-sealed-days.ts';
import {
  dayAgo,
  makeSealingWorld,
  type SealingWorld,
  sealedCall,
  sealingTenant,
  sealsAt,
} from '../../support/sealing-world.ts';

const dates = async ({ readSeals }: SealingWorld) =>
  (await readSeals()).map(({ days }) => days.map(({ date }) => date));

/** A day passes: Graph's lists are kept at 00:17 (`listed`: call numbers by day), and what is due is sealed at 05:10. */
async function passDay(
  world: SealingWorld,
  listed: (day: string) => number[] | undefined = () => undefined,
  ages: Iterable<number> = Array.from({ length: 29 }, (_, n) => n + 1),
): Promise<void> {
  const today = Date.parse(world.clock.now.toISOString().slice(0, 10)) + dayMs;
  for (const age of ages) {
    world.clock.now = new Date(today + 17 * minuteMs);
    const day = new Date(today - age * dayMs).toISOString().slice(0, 10);
    const calls = listed(day);
    if (calls) await world.keepList(day, calls);
  }
  world.clock.now = new Date(today + 5 * hourMs + 10 * minuteMs);
  await world.seal();
  await world.handleMessages();
}

describe('the first run', () => {
  test('takes in the whole archive, the oldest day first, days without calls too', async () => {
    const world = makeSealingWorld();
    await world.putReport(dayAgo(40), '20261013T034000Z');
    await world.putRecord(dayAgo(38), 1);
    await world.putRecord(dayAgo(1), 2);
    await world.seal();
    const [seal, ...more] = await world.readSeals();
    expect(more).toEqual([]);
    expect(seal).toMatchObject({
      schema: 1,
      tenantId: sealingTenant,
      sequence: 1,
      previous: null,
      app: { name: 'teams-call-archive', version: '1.2.3' },
      sealsFrom: dayAgo(40),
      stampExpected: false,
    });
    expect(seal?.days.map(({ date }) => date)).toEqual(Array.from({ length: 40 }, (_, n) => dayAgo(40 - n)));
    expect(seal?.days.map(({ manifest }) => manifest.entries)).toEqual([1, 0, 1, ...Array(36).fill(0), 1]);
    expect(new Set(seal?.days.map(({ state }) => state).slice(0, 12))).toEqual(new Set(['final']));
    expect(seal?.days.at(-1)).toMatchObject({ state: 'open', added: 1, changes: [] });
    expect((await world.verify()).found).toEqual([]);
  });

  test('makes a seal for each part of about four minutes, and a message goes on', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(10), 1);
    const { list } = world.holding;
    // A day takes a minute and a half.
    world.holding.list = (container, prefix) => {
      if (prefix.includes('/date=') && container === 'call-records') world.later(1.5 * minuteMs);
      return list(container, prefix);
    };
    await world.seal();
    expect(world.events('sealing.paused')).toEqual([{ cause: 'schedule', next: dayAgo(7) }]);
    await world.handleMessages();
    expect((await dates(world)).map((days) => days.length)).toEqual([3, 3, 3, 1]);
    expect((await dates(world)).flat()).toEqual(Array.from({ length: 10 }, (_, n) => dayAgo(10 - n)));
  });

  test('of an archive that is empty yet claims yesterday, and takes in what comes of the days before', async () => {
    const world = makeSealingWorld();
    await world.seal();
    expect(await world.readSeals()).toMatchObject([{ sealsFrom: dayAgo(1), days: [{ date: dayAgo(1) }] }]);
    await world.putRecord(dayAgo(5), 1);
    await passDay(world);
    const [, second] = await world.readSeals();
    expect(second?.sealsFrom).toBe(dayAgo(5));
    expect(second?.days.map(({ date }) => date)).toEqual([5, 4, 3, 2, 1, 0].map(dayAgo));
    expect((await world.verify()).found).toEqual([]);
  });

  test('claims no day before there were calls, whatever start a record has', async () => {
    const world = makeSealingWorld();
    await world.putRecord('0001-01-01', 1);
    await world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1) });
    expect(await world.readSeals()).toMatchObject([{ sealsFrom: '2017-01-01', days: [{ date: dayAgo(1) }] }]);
  });
});

describe('the schedule', () => {
  test('seals a day on the 1st, 2nd, 4th, 8th, 16th and 29th day after it, and every day has a seal', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(0), 1);
    for (let age = 1; age <= 33; age += 1)
      await passDay(world, (day) => (day === dayAgo(0) ? [1] : []), sealAges);
    const seals = await world.readSeals();
    expect(seals).toHaveLength(33);
    const ofDay = seals.flatMap(({ days }, n) =>
      days.flatMap(({ date, state }) => (date === dayAgo(0) ? [`${n + 1} ${state}`] : [])),
    );
    expect(ofDay).toEqual(['1 open', '2 open', '4 open', '8 open', '16 open', '29 final']);
    expect(await world.state()).toMatchObject({
      overdue: [],
      missing: 0,
      unexplained: 0,
      chainProblem: undefined,
    });
    expect((await world.verify()).found).toEqual([]);
  });

  test('makes an empty seal where nothing is due', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(40), 1);
    await world.seal();
    world.later(hourMs);
    await world.seal();
    expect((await dates(world)).map((days) => days.length)).toEqual([40, 0]);
    expect(world.events('sealing.sealed').at(-1)).toMatchObject({ sequence: 2, days: 0 });
  });

  test('takes up what was missed while the app was away', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(1), 1);
    await world.seal();
    world.later(6 * dayMs);
    await world.seal();
    const [, second] = await world.readSeals();
    expect(second?.days.map(({ date }) => date)).toEqual([1, 0, -1, -2, -3, -4, -5].map(dayAgo));
    world.later(60 * dayMs);
    await world.seal();
    const third = (await world.readSeals()).at(-1);
    expect(third?.days).toHaveLength(67);
    expect(third?.days.at(0)).toMatchObject({ date: dayAgo(1), state: 'final' });
    expect((await world.verify()).found).toEqual([]);
  });

  test('seals a day again tomorrow where Graph’s list was not there, while Graph still has the whole day', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(3), 1);
    await world.seal();
    expect(await world.readDay(dayAgo(3))).toMatchObject({
      graph: { reason: expect.stringContaining('No list') },
    });
    // The 3rd, 2nd and 1st day before; reconcile keeps them all, though the 4th day is nobody's turn.
    expect((await world.state()).wantsLists).toEqual([{ from: dayAgo(3), to: dayAgo(0) }]);
    await passDay(world, () => undefined);
    expect((await dates(world)).at(-1)).toEqual([3, 2, 1, 0].map(dayAgo));
    await passDay(world, (day) => (day === dayAgo(3) ? [1] : []));
    await passDay(world, (day) => (day === dayAgo(3) ? [1] : []));
    // By then the day has what it needs, and waits for its 8th day.
    expect((await dates(world)).at(-1)).not.toContain(dayAgo(3));
    world.later(22 * dayMs);
    await passDay(world);
    await passDay(world);
    // A list of long ago is better than none, and its time is in the seal.
    expect(await world.readDay(dayAgo(3))).toMatchObject({
      state: 'final',
      graph: { comparedAt: expect.stringMatching(/^2026-11-24/), missing: [] },
    });
    expect((await dates(world)).at(-1)).not.toContain(dayAgo(3));
  });
});

describe('an operator', () => {
  test('has days sealed that are not due, today among them, and none that is not claimed', async () => {
    const world = makeSealingWorld();
    for (const ago of [40, 5, 0]) await world.putRecord(dayAgo(ago), ago);
    await world.seal();
    world.later(hourMs);
    await world.seal({ cause: 'operator', from: dayAgo(5), to: dayAgo(4) });
    await world.seal({ cause: 'operator', from: '2000-01-01', to: dayAgo(39) });
    await world.seal({ cause: 'operator', from: dayAgo(0), to: dayAgo(-9) });
    expect((await dates(world)).slice(1)).toEqual([[5, 4], [40, 39], [0]].map((days) => days.map(dayAgo)));
    expect(await world.readDay(dayAgo(0))).toMatchObject({ state: 'open', manifest: { entries: 1 } });
    expect((await world.verify()).found).toEqual([]);
  });

  test('is told of days before the first that is claimed, for which there is no seal', async () => {
    const world = makeSealingWorld();
    await world.seal();
    await world.seal({ cause: 'operator', from: dayAgo(9), to: dayAgo(8) });
    expect(await world.readSeals()).toHaveLength(1);
    expect(world.events('sealing.nothing-claimed')).toEqual([
      { from: dayAgo(9), to: dayAgo(8), seals_from: dayAgo(1) },
    ]);
  });

  test.each(['erasure', 'retention'] as const)('says that files are gone by %s', async (because) => {
    const world = makeSealingWorld();
    const path = await world.putRecord(dayAgo(1), 1);
    await world.putRecord(dayAgo(1), 2);
    await world.seal();
    world.holding.containers.get('call-records')?.delete(path);
    await world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1), because });
    const { changes, manifest } = await world.readDay(dayAgo(1));
    expect(changes).toEqual([
      { path, was: expect.objectContaining({ bytes: expect.any(Number) }), is: null, because },
    ]);
    expect(manifest.entries).toBe(1);
    expect(await world.state()).toMatchObject({ unexplained: 0 });
    expect((await world.verify()).found).toEqual([]);
  });
});

describe('a seal', () => {
  test('names what was altered, removed, or added with an old time, as unexplained', async () => {
    const world = makeSealingWorld();
    const [altered = '', removed = ''] = [
      await world.putRecord(dayAgo(1), 1),
      await world.putRecord(dayAgo(1), 2),
    ];
    await world.seal();
    await world.putRecord(dayAgo(1), 1, {
      metadata: { sha256: 'a'.repeat(64), bytes: '7', fetched_at: `${dayAgo(1)}T23:00:00Z` },
    });
    world.holding.containers.get('call-records')?.delete(removed);
    const old = await world.putRecord(dayAgo(1), 3, { fetchedAt: `${dayAgo(0)}T04:39:59.999Z` });
    await world.putRecord(dayAgo(1), 4, { fetchedAt: `${dayAgo(0)}T04:40:00.000Z` });
    // An operator's reason explains removals only.
    await world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1), because: 'erasure' });
    const { changes, added } = await world.readDay(dayAgo(1));
    expect(changes.map(({ path, was, is, because }) => [path, was !== null, is !== null, because])).toEqual([
      [altered, true, true, 'unexplained'],
      [removed, true, false, 'erasure'],
      [old, false, true, 'unexplained'],
    ]);
    expect(added).toBe(2);
    expect(world.events('sealing.changes-unexplained')).toEqual([{ sequence: 2, unexplained: 2 }]);
    expect(await world.state()).toMatchObject({
      unexplained: 2,
      unexplainedDays: [{ from: dayAgo(1), to: dayAgo(1) }],
    });
    const found = [`altered ${altered}`, `change-unexplained ${altered}`, `change-unexplained ${old}`];
    expect((await world.verify()).found).toEqual(found.map((one) => one.replace(' ', ' call-records/')));
  });

  test('names the calls that Graph listed and nobody archived, and those that lie on other days', async () => {
    const world = makeSealingWorld();
    for (const [day, n, version] of [
      [3, 1, '2'],
      [3, 2, '1'],
      [1, 4, '3'],
      [2, 5, '1'],
      [3, 6, '9'],
    ] as const)
      await world.putRecord(dayAgo(day), n, { version });
    world.clock.now = new Date(Date.parse(dayAgo(0)) + 17 * minuteMs);
    await world.keepList(
      dayAgo(2),
      [
        [1, '1'],
        [4, '3'],
        [5, '1'],
        [6, '10'],
        [7, '9007199254740993'],
      ],
      2,
    );
    world.clock.now = sealsAt;
    await world.seal();
    const { graph } = await world.readDay(dayAgo(2));
    expect(graph).toMatchObject({
      comparedAt: `${dayAgo(0)}T00:17:00.000Z`,
      list: { entries: 5 },
      unreadable: 2,
      missing: [
        { id: sealedCall(6), version: '10' },
        { id: sealedCall(7), version: '9007199254740993' },
      ],
      elsewhere: [
        {
          id: sealedCall(1),
          version: '1',
          path: expect.stringContaining(`date=${dayAgo(3)}/${sealedCall(1)}.v000002`),
        },
        {
          id: sealedCall(4),
          version: '3',
          path: expect.stringContaining(`date=${dayAgo(1)}/${sealedCall(4)}.v000003`),
        },
      ],
    });
    expect(world.events('sealing.calls-missing')).toEqual([{ sequence: 1, missing: 2 }]);
    const rows = (await world.tools.sealedDays.read()).days;
    expect(rows.get(dayAgo(2))).toMatchObject({
      calls: 1,
      state: 'open',
      graph: { listed: 5, missing: 2, elsewhere: 2, unreadable: 2 },
    });
    expect(rows.get(dayAgo(3))).toMatchObject({ calls: 3, graph: undefined, reason: expect.any(String) });
    expect((await world.verify()).found).toEqual(
      expect.arrayContaining([`call-missing ${sealedCall(6)}`, `call-missing ${sealedCall(7)}`]),
    );
  });

  test('keeps what does not fit in files of its own, named with their hashes', async () => {
    const world = makeSealingWorld();
    for (let n = 1; n <= 1300; n += 1) await world.putRecord(dayAgo(1), n);
    for (let n = 2001; n <= 3100; n += 1) await world.putRecord(dayAgo(2), n);
    await world.seal();
    const files = world.holding.containers.get('call-records');
    for (const path of [...(files?.keys() ?? [])].filter((path) => path.includes(dayAgo(1))))
      files?.delete(path);
    await world.keepList(
      dayAgo(1),
      Array.from({ length: 3200 }, (_, n) => n + 1),
    );
    await world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1) });
    const { changes, changesRest, graph } = await world.readDay(dayAgo(1));
    if (!changesRest || 'reason' in graph || !graph.missingRest || !graph.elsewhereRest)
      throw new Error('All have a rest');
    const { missing, missingRest, elsewhere, elsewhereRest } = graph;
    expect([changes.length, missing.length, elsewhere.length]).toEqual([1000, 1000, 1000]);
    const restOf = async (rest: typeof changesRest) =>
      (await world.readLines(rest)).map((line) => JSON.parse(String(line)));
    expect((await restOf(changesRest)).map(({ path }) => path)).toEqual(
      Array.from({ length: 300 }, (_, n) => expect.stringContaining(sealedCall(1001 + n))),
    );
    expect((await restOf(missingRest)).map(({ id }) => id)).toEqual(
      [
        ...Array.from({ length: 1000 }, (_, n) => 1001 + n),
        ...Array.from({ length: 100 }, (_, n) => 3101 + n),
      ].map(sealedCall),
    );
    expect((await restOf(elsewhereRest)).map(({ id }) => id)).toEqual(
      Array.from({ length: 100 }, (_, n) => sealedCall(3001 + n)),
    );
    expect((await world.tools.sealedDays.read()).days.get(dayAgo(1))).toMatchObject({
      unexplained: 1300,
      graph: { missing: 2100, elsewhere: 1100 },
    });
    const kinds = (await world.verify()).deviations.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'call-missing')).toHaveLength(2100);
    expect(kinds.filter((kind) => kind === 'change-unexplained')).toHaveLength(1300);
    expect(new Set(kinds)).toEqual(
      new Set(['call-missing', 'change-unexplained', 'before-first-comparison']),
    );
  });

  test('does not count as missing what was erased, however much, though Graph lists it still', async () => {
    const world = makeSealingWorld();
    const calls = Array.from({ length: 1300 }, (_, n) => n + 1);
    for (const n of calls) await world.putRecord(dayAgo(1), n);
    await world.seal();
    const files = world.holding.containers.get('call-records');
    for (const path of [...(files?.keys() ?? [])]) files?.delete(path);
    const day = { cause: 'operator' as const, from: dayAgo(1), to: dayAgo(1) };
    await world.seal({ ...day, because: 'erasure' });
    await world.keepList(dayAgo(1), [...calls, 2001]);
    await world.seal(day);
    expect(await world.readDay(dayAgo(1))).toMatchObject({ graph: { missingRest: { entries: 301 } } });
    expect(world.events('sealing.calls-missing')).toEqual([{ sequence: 3, missing: 1 }]);
    const sealed = (await world.tools.sealedDays.read()).days.get(dayAgo(1));
    expect(sealed).toMatchObject({ graph: { listed: 1301, missing: 1 } });
    expect(await world.state()).toMatchObject({ missing: 1, unexplained: 0 });
    const { found, told, report } = await world.verify();
    expect(found).toEqual([`call-missing ${sealedCall(2001)}`]);
    expect(told).toHaveLength(1300);
    expect(report.counts).toMatchObject({ erased: 1300, listedErased: 1300, missing: 1 });
    // Rows made again from the seals say the same.
    world.tools.sealedDays = makeMemorySealedDays();
    await world.seal();
    expect((await world.tools.sealedDays.read()).days.get(dayAgo(1))).toEqual(sealed);
    expect(await world.state()).toMatchObject({ missing: 1 });
  });

  test('has of a file whose metadata say too little what its bytes say, and of a damaged one its bytes', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(1), 1);
    await world.putRecord(dayAgo(2), 1, { metadata: {} });
    const bare = await world.putRecord(dayAgo(1), 2, { metadata: { note: 'copied' } });
    world.holding.put('call-records', bare.replace(sealedCall(2), sealedCall(3)), Buffer.from('no gzip'));
    world.holding.put(
      'call-records',
      `records/v1/tenant=${sealingTenant}/date=${dayAgo(1)}/notes.txt`,
      Buffer.from('foreign'),
    );
    await world.seal();
    const entries = await world.readEntries(await world.readDay(dayAgo(1)));
    expect(entries.map(({ path }) => path.slice(-51, -16))).toEqual(
      [1, 2, 3].map((n) => expect.stringContaining(sealedCall(n).slice(-12))),
    );
    const document = JSON.stringify({ id: sealedCall(2), version: '1', day: dayAgo(1) });
    const { createHash } = await import('node:crypto');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(entries[1]).toMatchObject({ sha256: sha256(document), bytes: document.length, fetchedAt: '' });
    expect(entries[2]).toMatchObject({ sha256: sha256('no gzip'), bytes: 7 });
    expect(world.events('sealing.file-damaged')).toHaveLength(1);
  });

  test('is later than the one before though the clock went back, and no file of in between is suspect', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(1), 1);
    await world.seal();
    world.later(-10 * minuteMs);
    await world.putRecord(dayAgo(1), 2, { fetchedAt: world.clock.now.toISOString() });
    await world.seal({ cause: 'operator', from: dayAgo(1), to: dayAgo(1) });
    const [first, second] = await world.readSeals();
    expect(second?.sealedAt).toBe(new Date(Date.parse(first?.sealedAt ?? '') + 1).toISOString());
    expect(second?.days).toMatchObject([{ listedAt: world.clock.now.toISOString(), added: 1, changes: [] }]);
    expect((await world.verify()).found).toEqual([]);
  });

  test('that a clock far ahead timed keeps no day from being sealed when the clock is right again', async () => {
    const world = makeSealingWorld();
    await world.seal();
    world.later(60 * dayMs);
    await world.seal();
    expect((await world.readSeals()).at(-1)?.days).toHaveLength(61);
    world.later(-60 * dayMs);
    for (let n = 0; n < 3; n += 1) {
      await world.putRecord(dayAgo(-n), n, { fetchedAt: `${dayAgo(-n)}T23:00:00.000Z` });
      await passDay(world);
      const days = (await world.readSeals()).at(-1)?.days ?? [];
      expect(days.at(-1)).toMatchObject({ date: dayAgo(-n), state: 'open', added: 1 });
    }
    expect((await world.state()).overdue).toEqual([]);
    // What the seal of that clock lacks, it should have had by that clock.
    expect((await world.verify()).found.map((one) => one.split(' ')[0])).toEqual(
      Array.from({ length: 3 }, () => 'change-unexplained'),
    );
  });
});

describe('a day that was final', () => {
  test('is sealed once more, as late, when something is written to it', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(40), 1);
    await world.putRecord(dayAgo(31), 2);
    await world.seal();
    await world.noteWritten(dayAgo(3));
    world.later(3 * hourMs);
    await world.putRecord(dayAgo(31), 3, { fetchedAt: world.clock.now.toISOString() });
    await world.noteWritten(dayAgo(31));
    await passDay(world, () => []);
    expect((await dates(world)).at(-1)).toEqual(expect.arrayContaining([dayAgo(31)]));
    expect((await dates(world)).at(-1)).not.toContain(dayAgo(40));
    expect(await world.readDay(dayAgo(31))).toMatchObject({ state: 'late', added: 1, changes: [] });
    await passDay(world, () => []);
    expect((await dates(world)).at(-1)).not.toContain(dayAgo(31));
    expect((await world.verify()).found).toEqual([]);
  });

  test('that lies before all others is claimed from then on', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(2), 1);
    await world.seal();
    await world.putReport(dayAgo(100), '20261121T034000Z');
    await world.noteWritten(dayAgo(100));
    world.later(hourMs);
    await world.seal();
    const [, second] = await world.readSeals();
    expect(second).toMatchObject({ sealsFrom: dayAgo(100) });
    expect(second?.days).toHaveLength(98);
    expect((await world.verify()).found).toEqual([]);
  });
});
