/** Two faces of one archive: of 200 mixed calls the command and the page say the same sentence, and list the same calls. */
import { beforeAll, expect, test } from '@jest/globals';
import { makeMixedDay } from '../../local/graph-simulator/generator/make-mixed-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { hashFindKey } from '../../src/model/index-rows.ts';
import { archiveDocument, writeStorage } from '../support/archived-records.ts';
import { runCommand } from '../support/cli-run.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { entryTenant } from '../support/index-entry.ts';
import { type ServedPages, servePages } from '../support/served-pages.ts';

const calls = 200;
const { clients, connectionString } = useEmulator();
const records = [...makeMixedDay('two faces', calls, { tenantId: entryTenant })].map((record) =>
  archiveDocument(expectedDocument(record)),
);
let served: ServedPages;

beforeAll(async () => {
  await writeStorage(clients(), records);
  served = servePages(connectionString());
});

async function runJson(...args: string[]) {
  const { exitCode, stdout, stderr } = await runCommand([...args, '-o', 'json'], {
    env: { ArchiveStorage: connectionString() },
  });
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

async function getJson(path: string) {
  const response = await served.get(path, ['Calls.Read']);
  if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
  return JSON.parse(await response.text());
}

/** All pages of a list. */
async function listCalls(path: string): Promise<Record<string, unknown>[]> {
  const { calls: page, next } = await getJson(path);
  return next === null ? page : [...page, ...(await listCalls(next.replace('/calls?', '/calls.json?')))];
}

test('the sentence of every call is the same', async () => {
  const different: unknown[] = [];
  for (const { entry } of records) {
    const [shown, page] = await Promise.all([
      runJson('show', entry.callId),
      getJson(`/calls/${entry.callId}.json`),
    ]);
    if (shown.quality.sentence !== page.sentence)
      different.push({ callId: entry.callId, command: shown.quality.sentence, page: page.sentence });
  }
  expect(records).toHaveLength(calls);
  expect(different).toEqual([]);
});

test('the calls of whoever has the most, of the day, poor and failed ones are listed alike, in one order', async () => {
  const key = mostFrequent(
    records.flatMap(({ entry }) => entry.findKeys.filter((one) => one.startsWith('upn:'))),
  );
  const [user, who] = [['--user', key.slice('upn:'.length)], `who=${hashFindKey(key)}`];
  const [day, sameDay] = [
    ['--from', '2026-11-24', '--to', '2026-11-24'],
    'from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z',
  ];
  for (const [options, query] of [
    [user, who],
    [[...user, '--poor'], `${who}&poor=1`],
    [
      [...user, '--from', '2026-11-24T08:00', '--to', '2026-11-24T13:00'],
      `${who}&from=2026-11-24T08:00:00Z&to=2026-11-24T13:00:00Z`,
    ],
    [day, sameDay],
    [[...day, '--failed'], `${sameDay}&failed=1`],
    [[...day, '--poor'], `${sameDay}&poor=1`],
  ] as const) {
    const found: Record<string, unknown>[] = await runJson('search', ...options);
    const listed = await listCalls(`/calls.json?${query}`);
    expect([query, found.length > 0]).toEqual([query, true]);
    expect(listed.map(rowOf)).toEqual(found.map(rowOf));
  }
});

/** What both say of a call; a page leaves out where its file lies. */
function rowOf({
  callId,
  startedAt,
  endedAt,
  organizer,
  people,
  failed,
  ownPoorStreams,
  ownClassifiedStreams,
}: Record<string, unknown>) {
  return [callId, startedAt, endedAt, organizer, people, failed, ownPoorStreams, ownClassifiedStreams];
}

function mostFrequent(keys: readonly string[]): string {
  const groups = Map.groupBy(keys, (key) => key);
  return [...groups.keys()].reduce((most, key) =>
    (groups.get(key)?.length ?? 0) > (groups.get(most)?.length ?? 0) ? key : most,
  );
}
