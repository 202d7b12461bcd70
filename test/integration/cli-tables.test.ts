/** `call-archive tables` on downloaded folders, and what SQL finds in the tables through their views. */
import { mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBTimestampTZValue } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { explainNoDuckDb } from '../../src/cli/archive/open-archive.ts';
import { reportPath } from '../../src/model/archive-path.ts';
import { tablePath } from '../../src/model/day-parts.ts';
import { type ArchivedRecord, archiveRecord, writeFolder } from '../support/archived-records.ts';
import { runCommand } from '../support/cli-run.ts';
import { entryTenant } from '../support/index-entry.ts';
import { openSql, type Sql } from '../support/run-sql.ts';
import { sealRecords } from '../support/seal-records.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const days = ['2026-11-20', '2026-11-21'];
const calls = days.flatMap((day) =>
  Array.from({ length: 4 }, (_, i) =>
    archiveRecord(`${day} ${i}`, {
      startedAt: new Date(`${day}T09:00:00Z`),
      endedAt: new Date(`${day}T10:00:00Z`),
      sessions: i + 1,
    }),
  ),
);
const moved = { endedAt: new Date('2026-11-21T11:00:00Z'), id: calls[0]?.entry.callId ?? '', sessions: 3 };
const later = archiveRecord('moved', { ...moved, startedAt: new Date('2026-11-21T10:30:00Z'), version: 2 });
const records: ArchivedRecord[] = [...calls, later];

let sql: Sql;
let root: string;
let tables: string;
beforeAll(async () => {
  sql = await openSql();
});
afterAll(() => sql.close());
beforeEach(async () => {
  root = await makeFolder();
  tables = await makeFolder();
  await writeFolder(join(root, 'call-records'), records);
});

const run = (...args: string[]) => runCommand(['tables', '--path', root, '--into', tables, ...args]);

/** The rows of the last statement, over the views. */
async function query(text: string): Promise<Record<string, unknown>[]> {
  const views = await readFile(join(tables, 'views.sql'), 'utf8');
  return sql.rows(`SET VARIABLE call_tables = '${tables}'; ${views}; ${text}`);
}

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), bytes);
}

async function seal(sealed: readonly ArchivedRecord[] = records): Promise<void> {
  const manifest = sealed.map(({ blob, entry: { sha256, fetchedAt, reason } }) =>
    JSON.stringify({ blob, sha256, fetched_at: fetchedAt, reason }),
  );
  await put('call-records/manifest.ndjson', Buffer.from(`${manifest.join('\n')}\n`));
  const sealedAt = (sequence: number) => new Date(Date.UTC(2026, 10, 22, 5, sequence));
  await sealRecords({ records: sealed, tenantId: entryTenant, seals: [days], sealedAt }, (path, bytes) =>
    put(`call-proof/${path}`, bytes),
  );
}

const pathOf = (table: string, day: string) => join(tables, table, `date=${day}`, 'part-0.parquet');

describe('tables of a folder', () => {
  test('show each call in its highest version across days, with the sessions and streams of that version', async () => {
    await seal();
    expect(await run()).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('2 days: 4 parts made'),
    });
    const id = later.entry.callId;
    expect(await query(`SELECT count(*)::INT AS n FROM calls`)).toEqual([{ n: calls.length }]);
    expect(
      await query(`SELECT version, date::VARCHAR AS day, sessions FROM calls WHERE call_id = '${id}'`),
    ).toEqual([{ version: '2', day: '2026-11-21', sessions: 3 }]);
    expect(
      await query(`SELECT DISTINCT version, date::VARCHAR AS day FROM sessions WHERE call_id = '${id}'`),
    ).toEqual([{ version: '2', day: '2026-11-21' }]);
    expect(
      await query(
        `SELECT count(*)::INT AS n FROM calls c WHERE sessions <> (SELECT count(*) FROM sessions s WHERE s.call_id = c.call_id)
           OR streams <> (SELECT count(*) FROM streams s WHERE s.call_id = c.call_id)`,
      ),
    ).toEqual([{ n: 0 }]);
  });

  test('name every archived version, when and why it was fetched, and its hash', async () => {
    await seal();
    await run();
    const found = await query(
      'SELECT path, version::INT AS version, sha256, epoch_ms(fetched_at) AS at, reason, bytes::INT AS bytes FROM versions ORDER BY path',
    );
    const expected = records.map(({ blob, document, entry }) => ({
      path: blob,
      version: Number(entry.version),
      sha256: entry.sha256,
      at: String(Date.parse(entry.fetchedAt)),
      reason: entry.reason,
      bytes: document.length,
    }));
    expect(found).toEqual(expected.sort((a, b) => (a.path < b.path ? -1 : 1)));
  });

  test('are made of the files of the newest manifest where the day was sealed, and of all files where it was not', async () => {
    await seal(records.slice(1));
    await run();
    expect(await query(`SELECT count(*)::INT AS n FROM versions`)).toEqual([{ n: records.length - 1 }]);
    await rm(join(root, 'call-proof'), { recursive: true });
    await rm(join(root, 'call-records/manifest.ndjson'));
    await run();
    expect(
      await query(
        `SELECT count(*)::INT AS n, count(fetched_at)::INT AS at, count(reason)::INT AS why, count(sha256)::INT AS hash FROM versions`,
      ),
    ).toEqual([{ n: records.length, at: 0, why: 0, hash: 0 }]);
  });

  test('have the rows of the newest run of each report', async () => {
    const row = (id: string) =>
      `{"id":"${id}","startDateTime":"2026-11-20T09:00:00Z","duration":90,"charge":0.25,"currency":"EUR"}\n`;
    const runOf = (id: string) => reportPath(entryTenant, 'pstn-calls', '2026-11-20', id);
    await put(`call-reports/${runOf('20261121T031500Z')}`, gzipSync(row('a')));
    await put(`call-reports/${runOf('20261122T031500Z')}`, gzipSync(row('a') + row('b')));
    await run();
    expect(
      await query('SELECT id, duration_ms, charge, currency, started_at FROM pstn_calls ORDER BY id'),
    ).toEqual(
      ['a', 'b'].map((id) => ({
        id,
        duration_ms: 90_000,
        charge: 0.25,
        currency: 'EUR',
        started_at: '2026-11-20 09:00:00+00',
      })),
    );
    expect(await query('SELECT count(*)::INT AS n FROM dial_out')).toEqual([{ n: 0 }]);
  });
});

describe('a run', () => {
  test('writes nothing that is up to date, and makes again what is gone or of other files', async () => {
    await seal();
    await run();
    const before = await stat(pathOf('calls', '2026-11-20'));
    const bytes = await readFile(pathOf('streams', '2026-11-21'));
    await rm(pathOf('streams', '2026-11-21'));
    expect((await run()).stderr).toContain('2 days: 1 part made, 3 up to date');
    expect(await stat(pathOf('calls', '2026-11-20'))).toEqual({
      ...before,
      atime: expect.anything(),
      atimeMs: expect.anything(),
    });
    expect((await readFile(pathOf('streams', '2026-11-21'))).equals(bytes)).toBe(true);
    await writeFile(pathOf('calls', '2026-11-20'), 'cut off while it was written by somebody else');
    expect((await run()).stderr).toContain('2 days: 1 part made');
  });

  test('leaves out the rows of a damaged file, names it, and makes the day', async () => {
    await seal();
    const { blob, file, entry } = records[2] as ArchivedRecord;
    const damaged = Buffer.from(file);
    damaged[Math.floor(damaged.length / 2)] = (damaged[Math.floor(damaged.length / 2)] as number) ^ 1;
    await put(`call-records/${blob}`, damaged);
    const { blob: gone } = records[3] as ArchivedRecord;
    await rm(join(root, 'call-records', gone));
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`call-archive: damaged: call-records/${blob}: `);
    expect(stderr).toContain(`call-archive: damaged: call-records/${gone}: `);
    expect(stderr).toContain('2 files unreadable');
    expect(await query(`SELECT count(*)::INT AS n FROM calls`)).toEqual([{ n: calls.length - 2 }]);
    expect(await query(`SELECT count(*)::INT AS n FROM streams WHERE call_id = '${entry.callId}'`)).toEqual([
      { n: 0 },
    ]);
    expect(await query(`SELECT count(*)::INT AS n FROM versions`)).toEqual([{ n: records.length }]);
  });

  test('names a damaged file each time, and has its rows as soon as it is mended', async () => {
    await seal();
    const { blob, file } = records[2] as ArchivedRecord;
    await put(`call-records/${blob}`, file.subarray(0, 100));
    expect((await run()).exitCode).toBe(5);
    expect(await run()).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('1 part made, 3 up') });
    await put(`call-records/${blob}`, file);
    expect(await run()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('1 part made, 3 up') });
    expect(await query(`SELECT count(*)::INT AS n FROM calls`)).toEqual([{ n: calls.length }]);
    expect(await run()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('0 parts made') });
  });

  test('takes no folder of two tenants, of whom one would have no rows', async () => {
    const [{ blob, file }] = records as [ArchivedRecord];
    const other = blob.replace(entryTenant, '11111111-2222-4333-8444-555555555555');
    await put(`call-records/${other}`, file);
    expect(await run()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('several tenants') });
  });

  test('takes the days that are asked for, and says when there are none', async () => {
    expect((await run('--from', '2026-11-21', '--to', '2026-11-21')).stderr).toContain('1 day: 2 parts made');
    expect(await query('SELECT DISTINCT date::VARCHAR AS day FROM versions')).toEqual([
      { day: '2026-11-21' },
    ]);
    expect(await run('--from', '2026-12-01')).toMatchObject({ exitCode: 3 });
  });

  test('ends when it is interrupted, and says how to resume', async () => {
    const signal = AbortSignal.abort();
    const { stderr } = await runCommand(['tables', '--path', root, '--into', tables], { signal });
    expect(stderr).toContain('repeat the command to resume');
  });
});

describe('sql', () => {
  const ask = (query: string, ...args: string[]) => runCommand(['sql', query, '--path', tables, ...args]);

  test('answers over the views, in every form', async () => {
    await run();
    const query = `SELECT date::VARCHAR AS day, count(*) AS calls, max(sessions) / 4 AS part, list(DISTINCT type ORDER BY type) AS types
      FROM calls WHERE call_id <> '${later.entry.callId}' GROUP BY date ORDER BY date`;
    expect(JSON.parse((await ask(query, '-o', 'json')).stdout)).toEqual([
      { day: '2026-11-20', calls: 3, part: 1, types: ['groupCall', 'peerToPeer'].slice(0, 1) },
      { day: '2026-11-21', calls: 4, part: 1, types: expect.arrayContaining(['groupCall']) },
    ]);
    expect((await ask('SELECT 1 AS one, NULL AS two', '-o', 'csv')).stdout).toBe('one,two\r\n1,\r\n');
    expect((await ask("SELECT 'a' AS x, 12 AS n")).stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'x   n',
      'a  12',
      '',
    ]);
  });

  test('says times in UTC, in whatever zone the machine is', async () => {
    await run();
    DuckDBTimestampTZValue.timezoneOffsetInMinutes = 60;
    const { stdout } = await ask("SELECT TIMESTAMPTZ '2026-11-20 10:00:00Z' AS at", '-o', 'ndjson');
    expect(JSON.parse(stdout)).toEqual({ at: '2026-11-20 10:00:00+00' });
  });

  test('shows where in the query something is wrong', async () => {
    await run();
    expect((await ask('SELECT 1 FROM nowhere')).stderr.split('\n')).toEqual(
      expect.arrayContaining(['LINE 1: SELECT 1 FROM nowhere', '                      ^']),
    );
  });

  test('says that a file of the tables is damaged, and what to do', async () => {
    await run();
    await truncate(join(tables, tablePath('calls', '2026-11-20', 0)), 1000);
    expect(await ask('SELECT * FROM calls')).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('have the tables made again'),
    });
  });

  test.each([
    ['a question that is none', ' ; ', 2, 'there is no question'],
    ['a wrong query', 'SELECT nothing FROM nowhere', 2, 'nowhere does not exist'],
    ['no query', 'SELEC', 2, 'syntax error'],
  ])('says what is wrong with %s', async (_, query, exitCode, said) => {
    await run();
    expect(await ask(query)).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(said) });
  });

  test('says where tables come from when there are none', async () => {
    expect(await ask('SELECT 1')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('call-archive tables'),
    });
  });

  test('says how to get DuckDB where it is not installed', async () => {
    const missing = Object.assign(new Error("Cannot find package '@duckdb/node-api'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    expect(explainNoDuckDb(missing)).toMatchObject({
      exit: 'usage',
      advice: expect.stringContaining('npm install @duckdb/node-api@'),
    });
    expect(explainNoDuckDb(new Error('another'))).toEqual(new Error('another'));
  });
});
