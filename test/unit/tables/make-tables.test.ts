/** The tables of sealed days, by messages: what is made, what is left alone, and what a crash leaves. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { openParquetTable } from '../../../src/adapters/parquet/parquet-table.ts';
import { tablePath } from '../../../src/model/day-parts.ts';
import type { TablesRequest, WorkRequest } from '../../../src/model/work-request.ts';
import { type MakingTables, makeMakeTables, makeRequestTables } from '../../../src/tables/make-tables.ts';
import { callTables, reportTables } from '../../../src/tables/schema/tables.ts';
import { runCommand } from '../../support/cli-run.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';
import { makeMemoryTableStore } from '../../support/memory-table-store.ts';
import { openSql } from '../../support/run-sql.ts';
import { dayAgo, makeSealingWorld, sealedCall } from '../../support/sealing-world.ts';
import { useFolders } from '../../support/temporary-folder.ts';

const makeFolder = useFolders();
const day = dayAgo(1);
const names = [...Object.values(callTables), ...Object.values(reportTables)].map(({ name }) => name);

function makeTablesWorld() {
  const sealing = makeSealingWorld();
  const store = makeMemoryTableStore();
  const log = makeMemoryEventLog();
  const queue = makeMemoryRequestQueue<WorkRequest>();
  const clock = { nowMs: 0, stepMs: 0 };
  const tools: MakingTables = {
    tenantId: sealing.tools.tenantId,
    files: sealing.holding,
    tableStore: store,
    openTable: openParquetTable,
    workQueue: queue,
    note: log.note,
    now() {
      clock.nowMs += clock.stepMs;
      return new Date(clock.nowMs);
    },
  };
  return {
    sealing,
    store,
    log,
    queue,
    clock,
    tools,
    /** Archives a version of a call as Graph gives it; returns its name. */
    archive(n: number, version = 1): string {
      const id = `${(n % 16).toString(16)}${sealedCall(n).slice(1)}`;
      const document = expectedDocument(
        makeRecord(`tables ${n}`, {
          id,
          version,
          startedAt: new Date(`${day}T09:00:00Z`),
          endedAt: new Date(`${day}T09:30:00Z`),
        }),
      );
      const path = `records/v1/tenant=${tools.tenantId}/date=${day}/${id}.v${String(version).padStart(6, '0')}.json.gz`;
      const sha256 = createHash('sha256').update(document).digest('hex');
      sealing.holding.put('call-records', path, gzipSync(document), {
        sha256,
        bytes: String(document.length),
        fetched_at: `${day}T10:00:00.000Z`,
        reason: 'backfill',
      });
      return path;
    },
    /** Seals the day; returns what is to be done then. */
    async seal(): Promise<TablesRequest> {
      await sealing.seal({ cause: 'operator', from: day, to: day });
      await makeRequestTables({ workQueue: queue })(sealing.requested.splice(0));
      return queue.sent.at(-1)?.request as TablesRequest;
    },
    make: (request: TablesRequest) => makeMakeTables(tools)(request),
  };
}

let world: ReturnType<typeof makeTablesWorld>;
beforeEach(() => {
  world = makeTablesWorld();
});

async function writeFolder(
  root: string,
  containers: Map<string, Map<string, { bytes: Uint8Array }>>,
): Promise<void> {
  for (const [container, files] of containers)
    for (const [path, { bytes }] of files) {
      await mkdir(dirname(join(root, container, path)), { recursive: true });
      await writeFile(join(root, container, path), bytes);
    }
}

const partPaths = (part: number) =>
  Object.values(callTables)
    .map(({ name }) => tablePath(name, day, part))
    .sort();

async function callsIn(...parts: number[]): Promise<number> {
  const sql = await openSql();
  const folder = await makeFolder();
  let calls = 0;
  for (const part of parts) {
    const file = join(folder, `${part}.parquet`);
    await writeFile(file, world.store.tables.get(tablePath('calls', day, part))?.bytes ?? '');
    calls += Number((await sql.rows(`SELECT count(*) AS n FROM '${file}'`))[0]?.['n']);
  }
  sql.close();
  return calls;
}

describe('a sealed day', () => {
  test('has each of its tables, made once', async () => {
    world.archive(1);
    world.archive(2);
    const request = await world.seal();
    await world.make(request);
    expect(world.store.writes.toSorted()).toEqual(names.map((name) => tablePath(name, day, 0)).sort());
    // A call counts when its row is there: by then all that belongs to it is there too.
    expect(world.store.writes.indexOf(tablePath('calls', day, 0))).toBe(Object.keys(callTables).length - 1);
    expect(await world.tools.tableStore.find(tablePath('calls', day, 0))).toEqual({
      root: request.manifest.root,
      schema: expect.stringMatching(/^\d+-[0-9a-f]{16}$/),
      sequence: 1,
    });
    expect(world.log.notes).toContainEqual({
      name: 'tables.part-made',
      facts: expect.objectContaining({ day, part: 0, outcome: 'made', records: 2, damaged: 0 }),
    });
    world.store.writes.length = 0;
    await world.make(request);
    expect(world.store.writes).toEqual([]);
  });

  test('that is sealed again with other files has its tables made again; with the same files it has not', async () => {
    world.archive(1);
    await world.make(await world.seal());
    world.archive(2);
    await world.make(await world.seal());
    expect(await callsIn(0)).toBe(2);
    world.store.writes.length = 0;
    await world.make(await world.seal());
    expect(world.store.writes).toEqual([]);
  });

  test('that is sealed again while its tables are made has those of the later seal', async () => {
    world.archive(1);
    const earlier = await world.seal();
    world.archive(2);
    const later = await world.seal();
    const { open } = world.sealing.holding;
    let isOvertaken = false;
    world.tools.files = {
      ...world.sealing.holding,
      async open(container, path) {
        if (container === 'call-records' && !isOvertaken) {
          isOvertaken = true;
          await world.make(later);
        }
        return open(container, path);
      },
    };
    await world.make(earlier);
    expect(isOvertaken).toBe(true);
    expect(await callsIn(0)).toBe(2);
    expect([...world.store.tables.values()].every(({ root }) => root === later.manifest.root)).toBe(true);
  });

  test('with a damaged and a missing file has the rows of the others, and both are named and counted', async () => {
    const [damaged, gone] = [world.archive(1), world.archive(2)];
    world.archive(3);
    const request = await world.seal();
    const records = world.sealing.holding.containers.get('call-records');
    records?.set(damaged, { bytes: Buffer.from('no gzip'), metadata: {} });
    records?.delete(gone);
    await world.make(request);
    expect(await callsIn(0)).toBe(1);
    const told = world.log.notes.filter(({ name }) => name === 'tables.file-damaged');
    expect(told.map(({ facts }) => facts['file'])).toEqual([
      `call-records/${damaged}`,
      `call-records/${gone}`,
    ]);
    expect(world.log.notes).toContainEqual({
      name: 'tables.part-made',
      facts: expect.objectContaining({ part: 0, records: 3, damaged: 2 }),
    });
  });

  test('whose manifest is damaged has no tables, and the message comes again', async () => {
    world.archive(1);
    const request = await world.seal();
    world.sealing.holding.containers.get('call-proof')?.delete(request.manifest.path);
    await expect(world.make(request)).rejects.toThrow('it is not there');
    expect(world.store.writes).toEqual([]);
    expect(world.log.notes.at(-1)?.name).toBe('tables.failed');
  });

  test('goes on by message when four minutes are over', async () => {
    world.archive(1);
    const request = await world.seal();
    world.queue.sent.length = 0;
    world.clock.stepMs = 3 * 60_001;
    await world.make(request);
    expect(world.store.writes.toSorted()).toEqual(partPaths(0));
    expect(world.queue.sent).toEqual([{ request: { ...request, part: 'reports' }, delayMs: 0 }]);
    await world.make({ ...request, part: 'reports' });
    expect(world.store.tables.size).toBe(names.length);
  });
});

test('a sealed day has the same bytes as those that are made of its download', async () => {
  for (const [n, version] of [
    [1, 1],
    [1, 2],
    [2, 1],
  ] as const)
    world.archive(n, version);
  await world.make(await world.seal());
  const [root, into] = [await makeFolder(), await makeFolder()];
  await writeFolder(root, world.sealing.holding.containers);
  const kept = [...(world.sealing.holding.containers.get('call-records') ?? [])].map(
    ([blob, { metadata }]) => {
      const { sha256, fetched_at, reason } = metadata ?? {};
      return JSON.stringify({ blob, sha256, fetched_at, reason });
    },
  );
  await writeFile(join(root, 'call-records', 'manifest.ndjson'), `${kept.join('\n')}\n`);
  expect(await runCommand(['tables', '--path', root, '--into', into])).toMatchObject({ exitCode: 0 });
  for (const [path, { bytes }] of world.store.tables)
    expect([path, bytes.equals(await readFile(join(into, path)))]).toEqual([path, true]);
  expect(world.store.tables.size).toBe(names.length);
});

describe('a day in more parts than before', () => {
  const calls = Array.from({ length: 40 }, (_, n) => n);
  const all = Array.from({ length: 16 }, (_, i) => i + 1);
  let requests: TablesRequest[];

  beforeEach(async () => {
    for (const n of calls) world.archive(n, 1);
    const request = await world.seal();
    await world.make(request);
    // As if the day had been cut in 16 before: it never has fewer parts again.
    world.store.tables.set(tablePath('calls', day, 1), {
      root: 'other',
      schema: '',
      sequence: 0,
      bytes: Buffer.alloc(0),
    });
    world.queue.sent.length = 0;
    world.store.writes.length = 0;
    await world.make(request);
    requests = world.queue.sent.map(({ request: sent }) => sent as TablesRequest);
  });

  test('is made a part a message, in any order, and the old part goes last', async () => {
    expect(requests.map(({ part }) => part)).toEqual([...all, 'reports']);
    expect(world.store.writes).toEqual([]);
    const [first, ...others] = requests;
    for (const request of [first, ...others.toReversed()]) await world.make(request as TablesRequest);
    const removed = world.store.writes.filter((path) => path.startsWith('removed '));
    expect(removed.toSorted()).toEqual(partPaths(0).map((path) => `removed ${path}`));
    expect(world.store.writes.slice(-removed.length)).toEqual(removed);
    expect(await callsIn(...all)).toBe(calls.length);
    expect(world.store.tables.has(tablePath('pstn_calls', day, 0))).toBe(true);
  });

  test('is whole again after a run that was killed between two parts', async () => {
    for (const request of requests.slice(0, 7)) await world.make(request);
    expect(await callsIn(0)).toBe(calls.length);
    const written = world.store.writes.length;
    // The queue brings back the message that was being worked at, and the others are still there.
    for (const request of requests.slice(6)) await world.make(request);
    expect(world.store.writes.slice(written).filter((path) => path.includes('part-7.'))).toEqual([]);
    expect(await callsIn(...all)).toBe(calls.length);
    expect(world.store.tables.has(tablePath('calls', day, 0))).toBe(false);
  });
});

test('tables of a day are requested again when sealing ends between the seal and its rows', async () => {
  world.archive(1);
  const { tools, requested, seal } = world.sealing;
  const { put } = tools.sealedDays;
  tools.sealedDays = { ...tools.sealedDays, put: () => Promise.reject(new Error('killed')) };
  await expect(seal({ cause: 'operator', from: day, to: day })).rejects.toThrow('killed');
  const first = requested.splice(0);
  tools.sealedDays = { ...tools.sealedDays, put };
  await seal({ cause: 'operator', from: dayAgo(9), to: dayAgo(9) });
  expect(requested).toContainEqual(first[0]);
});
