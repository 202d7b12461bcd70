/** Report rows beside calls: `show` and `search --reports`, on a storage account and offline on its copy. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useArchiveTwice } from '../support/archive-twice.ts';
import { archiveRecord } from '../support/archived-records.ts';

const day = '2026-11-20';
const number = '+4930123456789';
const record = archiveRecord('call log', {
  startedAt: new Date(`${day}T10:00:00Z`),
  endedAt: new Date(`${day}T10:30:00Z`),
  kind: 'groupCall',
  participants: 30,
});
const { entry } = record;
const userId = entry.findKeys.find((key) => /^id:[0-9a-f-]{36}$/.test(key))?.slice('id:'.length);
/** Report and lines. */
const runs: [report: string, lines: string[]][] = [
  [
    'pstn-calls',
    [
      `{"id":"a","userId":"${userId}","startDateTime":"${day}T10:00:20Z","duration":60,"charge":0.10,"currency":"EUR","callerNumber":"${number}","calleeNumber":"+4989***"}`,
      `{"id":"b","userId":null,"startDateTime":"${day}T10:05:00Z","duration":60,"callerNumber":"+4930123456***"}`,
      `{"id":"c","userId":"${userId}","startDateTime":"${day}T18:00:00Z","duration":60,"callerNumber":"+4930999999999"}`,
    ],
  ],
  [
    'direct-routing-calls',
    [`{"id":"d","correlationId":"${entry.callId}","startDateTime":"${day}T10:00:00Z"}`],
  ],
];
const { online, offline, putReport } = useArchiveTwice([record]);

beforeAll(async () => {
  for (const [report, lines] of runs) await putReport(entry.tenantId, report, day, lines);
});

describe.each([
  ['online', online],
  ['offline', offline],
])('%s', (_, run) => {
  test('show lists the report rows of a call, with how sure each is: another number is never likely', async () => {
    const { exitCode, stdout } = await run('show', record.entry.callId);
    expect(exitCode).toBe(0);
    const [, rows] = stdout.split('\n2 rows of the call reports\n');
    expect(rows?.replaceAll(/\s+/g, ' ').trim()).toBe(
      `certain (the same id): direct-routing-calls, ${day} 10:00:00Z – ${day} 10:00:00Z, unknown → unknown ` +
        `possible (the same user, time): pstn-calls, ${day} 10:00:20Z – ${day} 10:01:20Z, ${number} → +4989***, charge 0.1 EUR`,
    );
  });

  test('show gives them to a program', async () => {
    const { stdout } = await run('show', record.entry.callId, '-o', 'json');
    const { callLog } = JSON.parse(stdout);
    expect(callLog.map((match: Record<string, unknown>) => [match['certainty'], match['row']])).toEqual([
      ['certain', JSON.parse(runs[1]?.[1][0] ?? '')],
      ['possible', JSON.parse(runs[0]?.[1][0] ?? '')],
    ]);
  });

  test('search finds report rows by their number, hidden digits too', async () => {
    const { exitCode, stdout } = await run(
      'search',
      '--number',
      '+49 30 123456789',
      '--reports',
      '-o',
      'ndjson',
    );
    expect(exitCode).toBe(0);
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(JSON.parse(line).row).id);
    expect(found).toEqual(['a', 'b']);
  });

  test('search keeps to its window and its limit, and says where there are none', async () => {
    const search = (...args: string[]) =>
      run('search', '--number', number, '--reports', '-o', 'csv', ...args);
    const cut = await search('--limit', '1');
    expect(cut.stdout.trim().split('\n').length).toBe(2);
    expect(cut.stderr).toContain('There are more');
    expect((await search('--limit', '2')).stderr).toBe('');
    const late = await search('--from', `${day}T11:00:00Z`);
    expect([late.exitCode, late.stderr]).toEqual([3, expect.stringContaining('none found')]);
    expect((await search('--from', '2026-11-19', '--to', '2026-11-20')).exitCode).toBe(0);
  });

  test.each([['--failed'], ['--poor'], ['--type', 'groupCall']])(
    'search refuses what a row does not say: %s',
    async (...filter) => {
      expect(await run('search', '--number', number, '--reports', ...filter)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('cannot be used with option'),
      });
    },
  );

  test('search asks for a number', async () => {
    expect(await run('search', '--reports')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--number'),
    });
  });
});
