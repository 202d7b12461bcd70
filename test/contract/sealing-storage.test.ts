/** Sealing over a real storage account: what it leaves, at what price, and what remains when it is killed or raced. */
import { expect, test } from '@jest/globals';
import { startCountingProxy } from '../../bench/measure/counting-proxy.ts';
import { makeBlobHeldFiles } from '../../src/adapters/storage/blob-held-files.ts';
import { makeBlobProofStore } from '../../src/adapters/storage/blob-proof-store.ts';
import { makeBlobRunAlone } from '../../src/adapters/storage/blob-run-alone.ts';
import { makeStorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { makeTableSealedDays } from '../../src/adapters/storage/table-sealed-days.ts';
import { makeTableStateStore } from '../../src/adapters/storage/table-state-store.ts';
import { describeReport } from '../../src/cli/verbs/verify-words.ts';
import { names } from '../../src/config/names.ts';
import { dayMs } from '../../src/model/durations.ts';
import type { SealRequest } from '../../src/model/work-request.ts';
import { makeSealDays, type SealingTools } from '../../src/sealing/seal-days.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { KilledError, killAtWrite } from '../support/killed-writes.ts';
import { dayAgo, makeSealingWorld, sealedCall } from '../support/sealing-world.ts';
import { options } from '../support/verify-both.ts';

const emulator = useEmulator();
const storage = emulator.clients;
const request: SealRequest = { schema: 1, kind: 'seal', cause: 'schedule' };

/** Where Azurite listens, as its connection string says. */
function endpointsOf(connectionString: string) {
  const find = (service: string) =>
    new RegExp(`${service}Endpoint=([^;]+)`).exec(connectionString)?.[1] ?? '';
  const [blobUrl = '', queueUrl = '', tableUrl = ''] = ['Blob', 'Queue', 'Table'].map(find);
  return { connectionString, blobUrl, queueUrl, tableUrl };
}

/** An archive of its own in the one account: containers and tables with its number. */
async function makeWorld(n: number, stores: Partial<SealingTools> = {}) {
  const { containers, tables } = names;
  const container = (name: string) => storage().container(`${name}-${n}`);
  await Promise.all(Object.values(containers).map((name) => container(name).create()));
  const [index, state] = [tables.index, tables.state].map((name) => storage().table(`${name}${n}`));
  if (!index || !state) throw new Error('Both have a name');
  await Promise.all([index.createTable(), state.createTable()]);
  const world = makeSealingWorld(
    {
      files: makeBlobHeldFiles(container),
      proof: makeBlobProofStore(container(containers.proof)),
      sealedDays: makeTableSealedDays(index, '7e1a0c2d-0000-4000-8000-0000000000aa'),
      state: makeTableStateStore(state),
      runAlone: makeBlobRunAlone(container(containers.evidence)),
      ...stores,
    },
    (name, path, bytes, metadata) =>
      container(name)
        .getBlockBlobClient(path)
        .upload(bytes, bytes.length, { metadata, blobHTTPHeaders: { blobContentType: 'application/gzip' } }),
  );
  for (const ago of [3, 2, 1]) {
    await world.putRecord(dayAgo(ago), ago);
    await world.keepList(dayAgo(ago), [ago]);
  }
  await world.putReport(dayAgo(2), '20261121T034000Z');
  return world;
}

test('a run leaves seals that the check of the archive finds whole, and the rows of their days', async () => {
  const world = await makeWorld(1);
  await world.seal();
  const gone = await world.putRecord(dayAgo(1), 7, { fetchedAt: world.clock.now.toISOString() });
  await world.seal({ cause: 'operator', from: dayAgo(2), to: dayAgo(1) });
  const { found, report } = await world.verify();
  expect(found).toEqual([]);
  expect(report).toMatchObject({ sealsFrom: dayAgo(3), newest: { sequence: 2 } });
  const { head, days } = await world.tools.sealedDays.read();
  expect(head).toMatchObject({ sequence: 2, sealsFrom: dayAgo(3) });
  expect([...days].map(([day, { calls, manifest }]) => [day, calls, manifest.entries])).toEqual([
    [dayAgo(3), 1, 1],
    [dayAgo(2), 1, 2],
    [dayAgo(1), 2, 2],
  ]);
  await storage().container(`${names.containers.records}-1`).deleteBlob(gone);
  expect((await world.verify()).found).toEqual([`removed call-records/${gone}`]);
});

test('an erasure that says so gives no alarm, though Graph lists the call still', async () => {
  const world = await makeWorld(4);
  const erased = await world.putRecord(dayAgo(2), 5);
  await world.keepList(dayAgo(2), [2, 5]);
  await world.seal();
  await storage().container(`${names.containers.records}-4`).deleteBlob(erased);
  await world.seal({ cause: 'operator', from: dayAgo(2), to: dayAgo(2), because: 'erasure' });
  world.later(2 * dayMs);
  await world.keepList(dayAgo(2), [2, 5]);
  for (const ago of [1, 0, -1]) await world.keepList(dayAgo(ago), ago === 1 ? [1] : []);
  await world.seal();
  expect(await world.readDay(dayAgo(2))).toMatchObject({ graph: { missing: [{ id: sealedCall(5) }] } });
  const { found, told, report } = await world.verify();
  expect(found).toEqual([]);
  expect(told).toEqual([`call-erased ${sealedCall(5)}`]);
  expect(report).toMatchObject({ verdict: 'told', counts: { erased: 1, listedErased: 1, missing: 0 } });
  const steps = describeReport(report, { ...options, now: world.clock.now }).steps.map(({ text }) => text);
  expect(steps[1]).toMatch(/^1 file erased /);
  expect(steps[4]).toContain('0 missing, 1 erased, 0 expired by retention');
  expect((await world.tools.sealedDays.read()).days.get(dayAgo(2))).toMatchObject({ graph: { missing: 0 } });
  expect(await world.state()).toMatchObject({ missing: 0, missingDays: [], unexplained: 0 });
  expect(world.events('sealing.calls-missing')).toEqual([]);
});

test('a day of many files costs little more than their listing', async () => {
  const pageSize = 10;
  const world = await makeWorld(3);
  const proxy = await startCountingProxy(endpointsOf(emulator.connectionString()));
  try {
    const { containers, tables } = names;
    const clients = makeStorageClients(
      { kind: 'connection-string', connectionString: proxy.connectionString },
      () => {
        throw new Error('The emulator is reached by connection string');
      },
    );
    const container = (name: string) => clients.container(`${name}-3`);
    const sealOnly = makeSealDays({
      ...world.tools,
      files: makeBlobHeldFiles(container, { pageSize }),
      proof: makeBlobProofStore(container(containers.proof)),
      sealedDays: makeTableSealedDays(
        clients.table(`${tables.index}3`),
        '7e1a0c2d-0000-4000-8000-0000000000aa',
      ),
      state: makeTableStateStore(clients.table(`${tables.state}3`)),
      runAlone: makeBlobRunAlone(container(containers.evidence)),
    });
    await world.seal();
    const files = 5 * pageSize;
    const fetchedAt = world.clock.now.toISOString();
    for (let n = 100; n < 100 + files - 1; n += 1) await world.putRecord(dayAgo(1), n, { fetchedAt });
    await sealOnly({ ...request, cause: 'operator', from: dayAgo(1), to: dayAgo(1) });
    const asked = [...proxy.counts];
    const reads = asked
      .filter(([kind]) => / (GET|HEAD)/.test(kind))
      .reduce((sum, [, count]) => sum + count, 0);
    expect((await world.readDay(dayAgo(1))).manifest.entries).toBe(files);
    expect(reads).toBeLessThanOrEqual(files / pageSize + 20);
  } finally {
    proxy.close();
  }
});

test('two instances that seal at once leave one chain', async () => {
  const world = await makeWorld(2);
  const tools: SealingTools = {
    ...world.tools,
    async runAlone(_name, work) {
      await work(new AbortController().signal);
      return true;
    },
  };
  await Promise.all([makeSealDays(tools)(request), makeSealDays(tools)(request), world.seal()]);
  await world.handleMessages();
  expect((await world.verify()).found).toEqual([]);
  const dates = (await world.readSeals()).flatMap(({ days }) => days.map(({ date }) => date));
  expect(new Set(dates)).toEqual(new Set([3, 2, 1].map(dayAgo)));
});

test.each([2, 3, 4, 5])('a run that is killed at write %d is made good by the next', async (at) => {
  const world = await makeWorld(10 + at);
  const killed = killAtWrite(world.tools, { at, isDone: at % 2 === 0 });
  await expect(makeSealDays(killed.tools)(request)).rejects.toThrow(KilledError);
  await world.seal(request);
  expect((await world.verify()).found).toEqual([]);
  expect(await world.state()).toMatchObject({ missing: 0, unexplained: 0, failure: undefined });
});
