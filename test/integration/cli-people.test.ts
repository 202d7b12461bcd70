/** People by name on the command line: the same online, offline and offline with a local index. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useArchiveTwice } from '../support/archive-twice.ts';
import { archiveDocument, writeFolder } from '../support/archived-records.ts';
import { type CliRun, runCommand } from '../support/cli-run.ts';
import { entryTenant } from '../support/index-entry.ts';

interface User {
  id: string;
  displayName: string;
  tenantId?: string;
  userPrincipalName?: string;
}

const guid = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const user = (n: number, displayName: string, userPrincipalName?: string, tenantId = entryTenant): User => ({
  id: guid(n),
  displayName,
  tenantId,
  ...(userPrincipalName !== undefined && { userPrincipalName }),
});
const anna = user(1, 'Anna Schmidt', 'anna@contoso.com');
const otherAnna = user(2, 'Anna Schmidt', 'anna.schmidt2@contoso.com');
const married = user(3, 'Berta Groß', 'berta@contoso.com');
const guest = user(4, 'Anna Weber', 'anna_fabrikam.com#EXT#@contoso.com', guid(99));
const stranger = user(5, 'Anna \u202eevil/\\#?', undefined, guid(98));
const arabic = user(6, 'محمد علي', 'mohammed@contoso.com');

function call(n: number, day: string, organizer: User, ...others: User[]) {
  const identity = (one: User) => ({ user: one });
  const participants = [organizer, ...others];
  const document = {
    id: guid(1000 + n),
    version: 1,
    type: 'groupCall',
    modalities: ['audio'],
    startDateTime: `${day}T10:00:00Z`,
    endDateTime: `${day}T10:30:00Z`,
    organizer_v2: { id: organizer.id, identity: identity(organizer) },
    sessions: [],
    participants_v2: participants.map((one) => ({ id: one.id, identity: identity(one) })),
  };
  return archiveDocument(Buffer.from(JSON.stringify(document)));
}

const records = [
  call(1, '2026-11-10', anna, married, guest),
  call(2, '2026-11-12', otherAnna, { ...married, displayName: 'Berta Weiß' }),
  call(3, '2026-11-11', anna, stranger, arabic),
];
const { online, offline, makeFolder } = useArchiveTwice(records);
let indexed = '';
beforeAll(async () => {
  indexed = await makeFolder();
  await writeFolder(indexed, records);
  expect((await runCommand(['index', '--path', indexed])).exitCode).toBe(0);
});

/** On each kind of archive; they must agree. */
async function run(...args: string[]): Promise<CliRun> {
  const [first, ...others] = [
    await online(...args),
    await offline(...args),
    await runCommand([...args, '--path', indexed]),
  ] as [CliRun, CliRun, CliRun];
  for (const other of others) expect(other).toEqual(first);
  return first;
}

const found = async (...args: string[]) => JSON.parse((await run('people', ...args, '-o', 'json')).stdout);
const namesOf = async (...args: string[]) =>
  (await found(...args)).map(({ name, lastSeen }: Record<string, string>) => `${lastSeen} ${name}`);

describe('people', () => {
  test('lists the tenant’s own users first, each newest first, with what tells them apart', async () => {
    expect(await found('anna')).toEqual([
      {
        name: 'Anna Schmidt',
        upn: 'anna.schmidt2@contoso.com',
        kind: 'user',
        lastSeen: '2026-11-12',
        key: `id:${guid(2)}`,
      },
      {
        name: 'Anna Schmidt',
        upn: 'anna@contoso.com',
        kind: 'user',
        lastSeen: '2026-11-11',
        key: `id:${guid(1)}`,
      },
      { name: stranger.displayName, kind: 'external', lastSeen: '2026-11-11', key: `id:${guid(5)}` },
      {
        name: 'Anna Weber',
        upn: 'anna_fabrikam.com#EXT#@contoso.com',
        kind: 'guest',
        lastSeen: '2026-11-10',
        key: `id:${guid(4)}`,
      },
    ]);
  });

  test('finds a person by each name that they had, and by any word, however it is written', async () => {
    expect(await namesOf('berta')).toEqual(['2026-11-12 Berta Weiß', '2026-11-10 Berta Groß']);
    expect(await namesOf('GROSS')).toEqual(['2026-11-10 Berta Groß']);
    expect(await namesOf('weiss', 'ber')).toEqual(['2026-11-12 Berta Weiß']);
    expect(await namesOf('علي')).toEqual(['2026-11-11 محمد علي']);
  });

  test('shows a hostile name as text, in a table', async () => {
    const { stdout } = await run('people', 'evil');
    expect(stdout).toContain('Anna \\u202eevil/\\#?');
    expect(stdout).not.toContain('\u202e');
  });

  test.each(['table', 'json', 'ndjson', 'csv', 'excel'])('prints %s', async (form) => {
    const { exitCode, stdout } = await run('people', 'schmidt', '-o', form);
    expect(exitCode).toBe(0);
    if (form !== 'excel') expect(stdout).toContain('anna.schmidt2@contoso.com');
  });

  test('of nobody: exit code 3; of no name: 2', async () => {
    expect(await run('people', 'zacharias')).toMatchObject({ exitCode: 3, stdout: '' });
    expect(await run('people', '/')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('--user with a name', () => {
  const calls = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run('search', ...args, '-o', 'ndjson');
    const ids = stdout.split('\n').flatMap((line) => (line ? [JSON.parse(line).callId] : []));
    return { exitCode, ids, stderr };
  };

  test('works where it is one person’s, under any of their names, and says who is meant', async () => {
    const all = [guid(1002), guid(1001)];
    for (const name of ['Berta Groß', 'berta weiss', 'Berta'])
      expect(await calls('--user', name)).toMatchObject({ exitCode: 0, ids: all });
    const { stderr } = await calls('--user', 'محمد علي');
    expect(stderr).toContain(`محمد علي, user, mohammed@contoso.com id:${guid(6)} is meant.`);
  });

  test('of several people lists them with their principal names, and ends with exit code 2', async () => {
    const { exitCode, ids, stderr } = await calls('--user', 'Anna Schmidt');
    expect({ exitCode, ids }).toEqual({ exitCode: 2, ids: [] });
    expect(stderr).toContain('2 people are named');
    expect(stderr).toContain('--user anna.schmidt2@contoso.com');
    expect(stderr).toContain('--user anna@contoso.com');
    expect((await calls('--user', 'anna@contoso.com')).ids).toEqual([guid(1003), guid(1001)]);
  });

  test('takes the whole name of one before the beginning of others', async () => {
    expect((await calls('--user', 'Anna Weber')).ids).toEqual([guid(1001)]);
    expect((await calls('--organizer', 'Anna')).exitCode).toBe(2);
  });

  test('of nobody ends with exit code 3', async () => {
    const { exitCode, stderr } = await calls('--user', 'Zacharias Nobody');
    expect(exitCode).toBe(3);
    expect(stderr).toContain("nobody is named 'Zacharias Nobody'");
  });

  test('is taken by stats and export too', async () => {
    expect((await run('stats', '--user', 'berta', '-o', 'csv')).stdout).toContain('2026-11-12,1');
    const { stdout } = await run('export', '--user', 'berta weiß');
    expect(stdout.trimEnd().split('\n').length).toBe(2);
  });
});

describe('a local index', () => {
  test('whose people were altered is not believed: the records say who was there', async () => {
    const root = await makeFolder();
    await writeFolder(root, records);
    await runCommand(['index', '--path', root]);
    const day = join(root, '.call-archive-index', `${dirname(records[0]?.blob ?? '')}.ndjson`);
    const text = await readFile(day, 'utf8');
    expect(text).toContain('Berta Groß');
    await writeFile(day, text.replaceAll('Berta Groß', 'Berta Gros'));
    const { stdout } = await runCommand(['people', 'berta', '--path', root, '-o', 'csv']);
    expect(stdout).toContain('Berta Groß');
    expect(stdout).not.toContain('Berta Gros,');
  });
});
