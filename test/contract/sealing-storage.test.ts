/** Sealing over a real storage account: what it leaves, at what price, and what remains when it is killed or raced. */
import { expect, test } from '@jest/globals';
import { makeBlobHeldFiles } from '../../src/adapters/storage/blob-held-files.ts';
import { makeBlobProofStore } from '../../src/adapters/storage/blob-proof-store.ts';
import { makeBlobRunAlone } from '../../src/adapters/storage/blob-run-alone.ts';
import { makeTableSealedDays } from '../../src/adapters/storage/table-sealed-days.ts';
import { makeTableStateStore } from '../../src/adapters/storage/table-state-store.ts';
import { names } from '../../src/config/names.ts';
import type { SealRequest } from '../../src/model/work-request.ts';
import { makeSealDays, type SealingTools } from '../../src/sealing/seal-days.ts';
import { useStorage } from '../support/contract-storage.ts';
import { KilledError, killAtWrite } from '../support/killed-writes.ts';
import { dayAgo, makeSealingWorld } from '../support/sealing-world.ts';

const storage = useStorage();
const request: SealRequest = { schema: 1, kind: 'seal', cause: 'schedule' };

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
