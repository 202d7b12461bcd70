/** `search` and `versions`: what is asked of the archive, pages, forms, problems on the way, exit codes. */
import { describe, expect, test } from '@jest/globals';
import type { CallQuery } from '../../../src/model/call-query.ts';
import { continuationOf } from '../../../src/model/call-query.ts';
import type { CallRow } from '../../../src/model/call-row.ts';
import type { CallArchive, Problem } from '../../../src/ports/call-archive.ts';
import { runCommand } from '../../support/cli-run.ts';
import { makeIndexEntry } from '../../support/index-entry.ts';

const now = new Date('2026-11-21T12:00:00Z');
const callId = '937f63e3-6cfe-48e2-955f-292201beff4c';

const makeRows = (count: number): CallRow[] =>
  Array.from({ length: count }, (_, i) =>
    makeIndexEntry(`00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, {
      startedAt: new Date(Date.parse('2026-11-20T10:00:00Z') - i * 60_000).toISOString(),
    }),
  );

function makeArchive(rows: CallRow[], problems: Problem[] = []) {
  const asked: CallQuery[] = [];
  let taken = 0;
  const archive: CallArchive = {
    async *search(query, report) {
      asked.push(query);
      for (const problem of problems) report.problem(problem);
      for (const row of rows) {
        taken += 1;
        yield row;
      }
    },
    listVersions: async (id) => rows.filter((row) => row.callId === id),
    listFiles: () => {
      throw new Error('not asked');
    },
    open: async () => undefined,
  };
  return { asked, taken: () => taken, open: async () => archive };
}

type Made = ReturnType<typeof makeArchive>;
const run = (made: Made, ...args: string[]) =>
  runCommand([...args, '--path', 'anywhere'], { now, archives: { open: made.open } });

describe('search', () => {
  test.each<[string, string[], CallQuery]>([
    ['a person', ['--user', 'Anna@Contoso.com'], { by: 'upn:anna@contoso.com' }],
    ['a number', ['--number', '+49 30 1234567'], { by: 'phone:+49301234567' }],
    ['an organizer', ['--organizer', 'anna@contoso.com'], { by: 'organizer:anna@contoso.com' }],
    ['an organizer by key', ['--organizer', 'organizer:anonymous'], { by: 'organizer:anonymous' }],
    ['a meeting', ['--meeting', '19:meeting_abc@thread.v2'], { by: 'meeting:19:meeting_abc@thread.v2' }],
    [
      'days',
      ['--from', '2026-11-01', '--to', '2026-11-02', '--time-zone', 'Europe/Berlin'],
      { from: new Date('2026-10-31T23:00:00Z'), to: new Date('2026-11-02T23:00:00Z') },
    ],
    ['what was poor', ['--poor'], { poor: true }],
    ['what failed in meetings', ['--failed', '--type', 'groupCall'], { failed: true, type: 'groupCall' }],
  ])('asks for %s', async (_, args, query) => {
    const made = makeArchive(makeRows(1));
    expect((await run(made, 'search', ...args, '-o', 'ndjson')).exitCode).toBe(0);
    expect(made.asked).toEqual([query]);
  });

  test('says of each call how many of its streams were poor, or of the person’s own', async () => {
    const [row] = makeRows(1) as [CallRow];
    const unknown = { poorStreams: undefined, classifiedStreams: undefined };
    const rows = [
      row,
      { ...row, ownPoorStreams: 3, ownClassifiedStreams: 4 },
      { ...row, classifiedStreams: 0 },
      { ...row, ...unknown },
    ];
    const { stdout } = await run(makeArchive(rows), 'search');
    expect(stdout.match(/5:00\s+3\s+\S+/g)?.map((text) => text.split(/\s+/).at(-1))).toEqual([
      '1/6',
      '3/4',
      '–',
      '?',
    ]);
    const found = JSON.parse((await run(makeArchive(rows), 'search', '-o', 'json')).stdout);
    expect(found[1]).toMatchObject({
      poorStreams: 1,
      classifiedStreams: 6,
      failedSessions: 0,
      ownPoorStreams: 3,
      ownClassifiedStreams: 4,
    });
  });

  test.each([
    ['an end that Graph does not know', { endedAt: '0001-01-01T00:00:00Z' }, '2026-11-20 10:00'],
    ['an end before its start', { endedAt: '2026-11-20T09:59:59Z' }, '2026-11-20 10:00'],
    ['a start that Graph does not know', { startedAt: '0001-01-01T00:00:00Z' }, 'unknown'],
  ])('says of a call with %s that its length is unknown', async (_, times, started) => {
    const [row] = makeRows(1) as [CallRow];
    const { stdout } = await run(makeArchive([{ ...row, ...times }]), 'search');
    expect(stdout).toMatch(new RegExp(`^${started} +${row.callId} +– `, 'm'));
  });

  test('for what was poor leaves out the rows that do not say it, and says how many', async () => {
    const [row] = makeRows(1) as [CallRow];
    const made = makeArchive([row, { ...row, poorStreams: undefined }]);
    const { stdout, stderr } = await run(made, 'search', '--poor', '-o', 'ndjson');
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('1 call left out');
    expect(stderr).toContain('call-archive reindex');
  });

  test('shows a page in a table, says how to continue, and reads no further', async () => {
    const rows = makeRows(500);
    const made = makeArchive(rows);
    const { stdout, stderr } = await run(made, 'search');
    expect(stdout.trimEnd().split('\n')).toHaveLength(101);
    expect(made.taken()).toBe(101);
    const place = continuationOf(rows[99] as CallRow);
    expect(stderr).toContain(`--after ${place}`);
    await run(made, 'search', '--after', place, '--limit', '7');
    expect(made.asked[1]).toEqual({ after: place, limit: 8 });
  });

  test.each(['garbage', '', '../..', '251606332848766-xyz'])(
    'continues after no such place as %j',
    async (place) => {
      const { exitCode, stderr } = await run(makeArchive(makeRows(3)), 'search', '--after', place);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('It must be what the page before said');
    },
  );

  test('gives a program everything', async () => {
    const { stdout, stderr } = await run(makeArchive(makeRows(500)), 'search', '-o', 'csv');
    expect(stdout.trimEnd().split('\r\n')).toHaveLength(501);
    expect(stderr).toBe('');
  });

  test('shows times in the zone that is named, with the whole id of each call', async () => {
    const { stdout } = await run(makeArchive(makeRows(1)), 'search', '--time-zone', 'Asia/Kathmandu');
    expect(stdout).toContain('2026-11-20 15:45  00000000-0000-4000-8000-000000000000    5:00');
  });

  test('ends with 3 and an empty list when there is nothing, and says what was looked for', async () => {
    const { exitCode, stdout, stderr } = await run(makeArchive([]), 'search', '--from', '7d', '-o', 'json');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '[]\n' });
    expect(stderr).toContain('Calls from 2026-11-14T00:00:00.000Z: none found.');
  });

  test.each([
    [
      'HQ-Room2',
      'Calls of the user HQ-Room2, taken for an id (call-archive people finds names): none found.',
    ],
    [
      'a1b2c3d4-0000-4000-8000-000000000001',
      'Calls of the user a1b2c3d4-0000-4000-8000-000000000001: none found.',
    ],
    ['room2@contoso.com', 'Calls of the user room2@contoso.com: none found.'],
  ])('says what it took a word for, where that may be a name: %s', async (user, said) => {
    const { stderr } = await run(makeArchive([]), 'search', '--user', user, '-o', 'json');
    expect(stderr).toBe(`${said}\n`);
  });

  test.each<[Problem['kind'], number]>([
    ['damaged', 5],
    ['missing', 5],
    ['disagrees', 5],
    ['unreadable', 4],
    ['foreign', 0],
  ])('tells of what is %s, continues, and ends with %d', async (kind, exitCode) => {
    const problem = { kind, where: 'records/v1/x\u001b', why: 'because' };
    const ended = await run(makeArchive(makeRows(2), [problem]), 'search', '-o', 'ndjson');
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(ended.stderr).toBe(`call-archive: ${kind}: records/v1/x\\u001b: because\n`);
  });

  test.each([
    ['two keys', ['--user', 'a@b.c', '--number', '+4930123'], 'cannot be used with'],
    ['what is no name either', ['--user', '?'], 'is not an object id'],
    ['no number', ['--number', 'abc'], 'is not one'],
    ['a limit of nothing', ['--limit', '0'], 'whole number of at least 1'],
    ['an account beside a folder', ['--account', 'name'], 'cannot be used with'],
    ['a tenant beside a folder', ['--tenant', '11111111-2222-4333-8444-555555555555'], 'cannot be used with'],
    ['a type that is not one', ['--type', 'conference'], 'Allowed choices are groupCall'],
  ])('refuses %s with exit code 2', async (_, args, words) => {
    const made = makeArchive(makeRows(1));
    const { exitCode, stderr } = await run(made, 'search', ...args);
    expect({ exitCode, asked: made.asked }).toEqual({ exitCode: 2, asked: [] });
    expect(stderr).toContain(words);
  });
});

describe('versions', () => {
  const rows = ['1', '2', '10'].map((version) => makeIndexEntry(callId, { version }));

  test('are listed as they come', async () => {
    const { exitCode, stdout } = await run(
      makeArchive(rows),
      'versions',
      ` {${callId.toUpperCase()}} `,
      '-o',
      'json',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).map(({ version }: CallRow) => version)).toEqual(['1', '2', '10']);
  });

  test('of a call that is not there end with 3, and of no call with 2', async () => {
    const unknown = await run(makeArchive(rows), 'versions', '00000000-0000-4000-8000-000000000000');
    expect(unknown.exitCode).toBe(3);
    expect(unknown.stderr).toContain('call-archive backfill');
    expect((await run(makeArchive(rows), 'versions', 'abc')).exitCode).toBe(2);
  });
});
