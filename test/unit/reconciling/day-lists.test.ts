/** What a full reconcile keeps of Graph's list for the seals: whole UTC days, whatever happens while they are listed. */
import { expect, test } from '@jest/globals';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import { openLines } from '../../../src/proof/lines-file.ts';
import { parseListedVersion } from '../../../src/proof/listed-version.ts';
import { sealingRow } from '../../../src/state/sealing-state.ts';
import { writeState } from '../../../src/state/typed-row.ts';
import { makeListPage } from '../../support/memory-call-list.ts';
import { callId, graphFails, makeCall, makeWorld, startsAt } from './reconcile-world.ts';

const runId = '20261121T121700Z';
/** This long before the clock's start, so that the calls are of 19 November. */
const twoDays = 2 * dayMs;

type World = ReturnType<typeof makeWorld>;

function listedDays({ proof }: World): string[] {
  const paths = [...(proof.containers.get('call-proof')?.keys() ?? [])];
  return paths.flatMap((path) => /^lists\/v1\/date=(.*)\//.exec(path)?.[1] ?? []).sort();
}

/** `1.v2`: version 2 of the first call. */
async function readList({ proof }: World, day: string): Promise<string[] | undefined> {
  const file = await proof.open('call-proof', `lists/v1/date=${day}/${runId}.ndjson.gz`);
  if (!file) return undefined;
  const lines = await Array.fromAsync(openLines(file).parts);
  return lines.map((line) => {
    const { id, version } = parseListedVersion(line);
    return `${Number(id.slice(-12))}.v${version}`;
  });
}

async function seal(world: World, wantsLists: { from: string; to: string }[]): Promise<void> {
  await writeState(sealingRow, { ...sealingRow.parse({}), wantsLists }, world.state);
}

const throttled = graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 10 * minuteMs });

test('before the first seal, every whole day is kept, and neither today nor the day at the edge of Graph’s memory', async () => {
  const world = makeWorld([
    makeCall(2, twoDays),
    makeCall(1, twoDays, '9007199254740993'),
    makeCall(3, hourMs),
  ]);
  await world.reconcile();
  expect(listedDays(world)).toHaveLength(29);
  expect(listedDays(world).at(0)).toBe('2026-10-23');
  expect(listedDays(world).at(-1)).toBe('2026-11-20');
  expect(await readList(world, '2026-11-19')).toEqual(['1.v9007199254740993', '2.v1']);
  expect(await readList(world, '2026-11-20')).toEqual([]);
});

test('afterwards, the days that are due for sealing, and those that sealing asks for', async () => {
  const world = makeWorld();
  await seal(world, [{ from: '2026-11-14', to: '2026-11-15' }]);
  await world.reconcile();
  expect(listedDays(world)).toEqual(
    ['10-23', '11-05', '11-13', '11-14', '11-15', '11-17', '11-19', '11-20'].map((day) => `2026-${day}`),
  );
});

test('runs over the recent days and backfills keep none', async () => {
  const world = makeWorld([makeCall(1, twoDays)]);
  await world.reconcile();
  const kept = listedDays(world).length;
  world.later(hourMs);
  await world.reconcile();
  await world.backfill.begin(
    {
      runId: 'b',
      startedAt: startsAt.toISOString(),
      from: '2026-11-18T00:00:00.000Z',
      to: startsAt.toISOString(),
    },
    minuteMs,
  );
  expect(listedDays(world)).toHaveLength(kept);
});

test('a call that is listed twice counts once, in its newest version', async () => {
  const world = makeWorld();
  const pages = [['3', '10'], ['9'], ['10']];
  const page = (n: number) =>
    makeListPage(
      (pages[n] ?? []).map((version, i) => makeCall(1 + i, twoDays, version)),
      n < 2 ? `link ${n + 1}` : undefined,
    );
  Object.assign(world.list, {
    readFirstPage: async ({ to }: { to: Date }) =>
      to > new Date('2026-11-19T12:00:00Z') && to < new Date('2026-11-20T12:00:00Z')
        ? page(0)
        : makeListPage([]),
    readNextPage: async (link: string) => page(Number(link.at(-1))),
  });
  await world.reconcile();
  expect(await readList(world, '2026-11-19')).toEqual(['1.v10', '2.v10']);
});

/** Seven calls of one day on pages of two; Graph throttles within them. */
function makePausedWorld(...faults: number[]) {
  const world = makeWorld(
    Array.from({ length: 7 }, (_, n) => makeCall(7 - n, twoDays)),
    2,
  );
  // 19 November is the 29th window; the others have one page each.
  world.list.plan = Array.from({ length: 40 }, (_, n) => (faults.includes(n) ? throttled : 'ok'));
  return world;
}
const whole = ['1.v1', '2.v1', '3.v1', '4.v1', '5.v1', '6.v1', '7.v1'];

test.each([[[30]], [[29, 31]], [[29, 30, 31, 32]], [[28]]])(
  'a sweep that is left at requests %j still gives the whole list',
  async (faults) => {
    const world = makePausedWorld(...faults);
    await world.reconcile();
    expect(await readList(world, '2026-11-19')).toBeUndefined();
    await world.handleMessages();
    expect(world.events('reconciling.paused')).toHaveLength(faults.length);
    expect(await readList(world, '2026-11-19')).toEqual(whole);
    expect(listedDays(world)).toHaveLength(29);
  },
);

test('a message that is delivered twice does not spoil the list', async () => {
  const world = makePausedWorld(30);
  await world.reconcile();
  const [resume] = world.queue.sent.filter(({ request }) => request.kind === 'reconcile');
  if (resume?.request.kind !== 'reconcile') throw new Error('The run was left');
  world.later(resume.delayMs);
  // One branch is left again, a page later than the other.
  world.list.plan = ['ok', throttled];
  await world.reconcile(resume.request);
  world.list.plan = [throttled];
  await world.reconcile(resume.request);
  await world.handleMessages();
  expect(await readList(world, '2026-11-19')).toEqual(whole);
});

test('a sweep whose link Graph has forgotten lists the day anew, without what it had before', async () => {
  const world = makePausedWorld(30);
  await world.reconcile();
  world.list.calls = world.list.calls.filter((call) => call.callId !== callId(7));
  world.list.plan = [graphFails({ meaning: 'refused', status: 410 })];
  await world.handleMessages();
  expect(await readList(world, '2026-11-19')).toEqual(whole.slice(0, 6));
});

test('a day whose list comes to no end has none', async () => {
  const world = makeWorld();
  Object.assign(world.list, {
    readFirstPage: async ({ to }: { to: Date }) =>
      to.toISOString() === '2026-11-20T00:05:00.000Z'
        ? makeListPage([makeCall(1, twoDays)], 'link')
        : makeListPage([]),
    readNextPage: async () => makeListPage([makeCall(1, twoDays)], 'link'),
  });
  await world.reconcile();
  expect(listedDays(world)).not.toContain('2026-11-19');
  expect(listedDays(world)).toHaveLength(28);
});
