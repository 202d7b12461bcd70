/** Both packages that people publish, unpacked elsewhere, run in the functions host and archive a call. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeAppLog } from '../support/app-log.ts';
import { publishedByCoreTools } from '../support/published-files.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const root = dirname(new URL('../../package.json', import.meta.url).pathname);
const dist = join(root, 'dist');
const elsewhere = mkdtempSync(join(tmpdir(), 'wwwroot-'));
const log = makeAppLog();
let system: WatchedSystem | undefined;

function unpack(name: string, folder: string): string {
  const target = join(elsewhere, name);
  for (const path of publishedByCoreTools(folder)) cpSync(join(folder, path), join(target, path));
  return target;
}

async function archiveCall(name: string): Promise<void> {
  const record = makeRecord(name, { endedAt: new Date(Date.now() - 60_000) });
  system?.graph.endCall(record);
  await log.until(
    (line) => line.name === 'archiving.record-archived' && line.facts['call_id'] === record.id.toLowerCase(),
  );
}

beforeAll(async () => {
  system = await startWatchedSystem({
    port: 0,
    packageFolder: unpack('from-dist', dist),
    onLine: log.onLine,
  });
  await log.until(({ name }) => name === 'subscription.created');
});

afterAll(async () => {
  await system?.close();
  rmSync(elsewhere, { recursive: true });
});

test('the package from dist/ runs and archives a call', async () => {
  await archiveCall('from dist');
});

test('the package from the root starts before the grant, says so, and works once it is there', async () => {
  await system?.host.stop();
  system?.graph.setRoles([]);
  await system?.restartHost(unpack('from-root', root));
  const [failed] = await log.until(({ name }) => name === 'subscription.failed');
  expect(failed?.facts).toMatchObject({
    cause: 'permission',
    advice: expect.stringContaining('CallRecords.Read.All'),
  });

  const kept = log.events('subscription.kept').length;
  system?.graph.setRoles(['CallRecords.Read.All']);
  await log.until(({ name }) => name === 'subscription.kept', kept + 1);
  await archiveCall('from the root');
});
