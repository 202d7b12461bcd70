/** The readers' verbs on a storage account and offline on its copy: the same answers; and what is damaged is told. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { archives } from '../../src/cli/archive/open-archive.ts';
import { Interruption } from '../../src/cli/world.ts';
import { names } from '../../src/config/names.ts';
import type { ExportTarget } from '../../src/ports/export-target.ts';
import { useArchiveTwice } from '../support/archive-twice.ts';
import { type ArchivedRecord, archiveRecord, writeFolder } from '../support/archived-records.ts';
import { runCommand } from '../support/cli-run.ts';

const lastDay = Date.parse('2026-11-20T08:00:00Z');
const records = Array.from({ length: 12 }, (_, i) =>
  archiveRecord(`cli-${i}`, { endedAt: new Date(lastDay + i * 3_600_000 * 5), sessions: (i % 4) + 1 }),
);
const { storage, connectionString, makeFolder, online, offline, putReport } = useArchiveTwice(records);

const someRecord = () => records[3] as ArchivedRecord;
const keyOf = (kind: string) => {
  const key = records.flatMap(({ entry }) => entry.findKeys).find((one) => one.startsWith(`${kind}:`));
  return key?.slice(kind.length + 1) ?? `no ${kind}`;
};

describe('online and offline', () => {
  test.each<[string, () => string[]]>([
    ['everything', () => ['search', '-o', 'csv']],
    ['a day', () => ['search', '--from', '2026-11-21', '--to', '2026-11-21', '-o', 'json']],
    [
      'a day somewhere else',
      () => ['search', '--from', '2026-11-21', '--to', '2026-11-21', '--time-zone', 'Asia/Tokyo'],
    ],
    ['a person', () => ['search', '--user', keyOf('upn'), '-o', 'ndjson']],
    ['an organizer', () => ['search', '--organizer', keyOf('organizer'), '-o', 'ndjson']],
    ['a page', () => ['search', '--limit', '4']],
    ['nobody', () => ['search', '--user', 'nobody@example.org']],
    ['the record', () => ['get', someRecord().entry.callId]],
    ['the account of a call', () => ['show', someRecord().entry.callId, '--time-zone', 'Europe/Berlin']],
    ['the account for a program', () => ['show', someRecord().entry.callId, '-o', 'json']],
    [
      'what changed since itself',
      () => ['show', someRecord().entry.callId, '--diff', someRecord().entry.version],
    ],
    ['each hour', () => ['stats', '--by', 'hour', '--time-zone', 'Asia/Tokyo']],
    ['each type, for a program', () => ['stats', '--by', 'type', '-o', 'csv']],
    ['all records of a day', () => ['export', '--from', '2026-11-21', '--to', '2026-11-21']],
    ['records of nobody', () => ['export', '--user', 'nobody@example.org']],
    ['a version that is not there', () => ['get', someRecord().entry.callId, '--version', '99']],
  ])('give the same answer about %s', async (_, args) => {
    const [here, there] = [await online(...args()), await offline(...args())];
    expect(here).toEqual(there);
    expect([0, 3]).toContain(here.exitCode);
  });

  test('find every call, newest first', async () => {
    const { stdout } = await online('search', '-o', 'json');
    const found: { callId: string; startedAt: string }[] = JSON.parse(stdout);
    expect(found.map(({ callId }) => callId).sort()).toEqual(records.map(({ entry }) => entry.callId).sort());
    expect(found.map(({ startedAt }) => startedAt)).toEqual(
      found
        .map(({ startedAt }) => startedAt)
        .sort()
        .reverse(),
    );
  });

  test('give the very bytes that were archived, on stdout and as a file', async () => {
    const { document, entry } = someRecord();
    const printed = await online('get', entry.callId);
    expect(createHash('sha256').update(printed.stdout).digest('hex')).toBe(entry.sha256);
    const out = join(await makeFolder(), 'call.json');
    const written = await offline('get', entry.callId, '--version', `v00000${entry.version}`, '--out', out);
    expect(written).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await readFile(out)).equals(document)).toBe(true);
  });
});

describe('the call log of a call', () => {
  const row = () => ({
    id: 'pstn-1',
    callId: someRecord().entry.callId,
    startDateTime: someRecord().entry.startedAt,
    endDateTime: someRecord().entry.endedAt,
    callerNumber: '+49301234567',
    calleeNumber: '+49891234567',
  });

  test('is shown with the call, online and offline, with how sure it is', async () => {
    const { tenantId, callId, callDay } = someRecord().entry;
    await putReport(tenantId, 'pstn-calls', callDay, [JSON.stringify(row())]);
    const [here, there] = [await online('show', callId), await offline('show', callId)];
    expect(here).toEqual(there);
    expect(here.stdout).toContain('certain (the same id): pstn-calls');
    const { callLog } = JSON.parse((await offline('show', callId, '-o', 'json')).stdout);
    expect(callLog).toEqual([{ report: 'pstn-calls', certainty: 'certain', because: ['id'], row: row() }]);
  });

  test('may be empty, or left out', async () => {
    const other = (records[6] as ArchivedRecord).entry.callId;
    expect((await offline('show', other)).stdout).not.toContain('call reports');
    const without = await offline('show', someRecord().entry.callId, '--no-call-log');
    expect(without.stdout).not.toContain('call reports');
  });
});

describe('an export into a folder', () => {
  test('can be read like the archive, resumes where it broke off, and leaves what is there', async () => {
    const into = join(await makeFolder(), 'out');
    const half = await online('export', '--to', '2026-11-21T00:00', '--into', into);
    expect(half).toMatchObject({ exitCode: 0, stdout: '' });
    const whole = await online('export', '--into', into);
    const first = Number(/^(\d+) records? exported/.exec(half.stderr)?.[1]);
    expect(first).toBeGreaterThan(0);
    expect(whole.stderr).toContain(`${records.length - first} records exported, ${first} already there`);
    const [copy, original] = [await runCommand(['search', '--path', into]), await online('search')];
    expect(copy).toEqual(original);
  });

  test('that is interrupted ends with 130, says that it can resume, and does', async () => {
    const into = join(await makeFolder(), 'out');
    const leaving = new AbortController();
    const interrupted = await runCommand(['export', '--into', into], {
      env: { ArchiveStorage: connectionString() },
      signal: leaving.signal,
      archives: {
        async openExport(path) {
          const target = await archives.openExport(path);
          const put: ExportTarget['put'] = async (...what) => {
            await target.put(...what);
            leaving.abort(new Interruption(130));
          };
          return { ...target, put };
        },
      },
    });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.stderr).toBe(
      'What was exported is kept: repeat the command to resume.\ncall-archive: Interrupted\n',
    );
    expect((await online('export', '--into', into)).exitCode).toBe(0);
    expect(await runCommand(['search', '--path', into])).toEqual(await online('search'));
  });

  test('is made fast by an index, which is brought up to date and not needed', async () => {
    const copy = await makeFolder();
    await writeFolder(copy, records);
    const read = async () =>
      JSON.parse((await runCommand(['index', '--path', copy, '-o', 'json'])).stdout)[0];
    const days = new Set(records.map(({ entry }) => entry.callDay)).size;
    expect(await read()).toEqual({ read: days, unchanged: 0, removed: 0, records: records.length });
    expect(await read()).toEqual({ read: 0, unchanged: days, removed: 0, records: 0 });
    expect(await runCommand(['search', '--path', copy])).toEqual(await online('search'));
  });
});

describe('a folder', () => {
  async function makeDamaged(): Promise<{ root: string; damaged: ArchivedRecord }> {
    const root = await makeFolder();
    await writeFolder(root, records);
    const damaged = someRecord();
    const file = Buffer.from(damaged.file);
    file.fill(0xff, 40, 60);
    await writeFile(join(root, damaged.blob), file);
    return { root, damaged };
  }

  test('with a damaged file gives the rest, names the file, and ends with 5', async () => {
    const { root, damaged } = await makeDamaged();
    const { exitCode, stdout, stderr } = await runCommand(['search', '--path', root, '-o', 'json']);
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toHaveLength(records.length - 1);
    expect(stderr).toContain(`damaged: ${damaged.blob}`);
  });

  test('gives no damaged record as a file', async () => {
    const { root, damaged } = await makeDamaged();
    const out = join(root, 'call.json');
    const { exitCode, stderr } = await runCommand([
      'get',
      damaged.entry.callId,
      '--path',
      root,
      '--out',
      out,
    ]);
    expect(exitCode).toBe(5);
    expect(stderr).toContain(damaged.entry.callId);
    await expect(readFile(out)).rejects.toThrow('ENOENT');
    await expect(readFile(`${out}.part`)).rejects.toThrow('ENOENT');
  });

  test('with foreign files is read all the same', async () => {
    const root = await makeFolder();
    await writeFolder(root, records);
    await writeFile(join(root, 'notes.txt'), 'mine');
    await writeFile(join(root, someRecord().blob.replace(/[^/]*$/, 'notes.txt')), 'mine too');
    const { exitCode, stdout } = await runCommand(['search', '--path', root, '-o', 'ndjson']);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(records.length);
  });

  test.each([
    ['that is not there', async () => '/nowhere/at/all', 3],
    ['that is not an archive', makeFolder, 2],
  ])('%s is said so', async (_, path, exitCode) => {
    const ended = await runCommand(['search', '--path', await path()]);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: '' });
    expect(ended.stderr).toMatch(/^call-archive: (Using|Opening) \//);
  });
});

describe('the index', () => {
  const rowsOf = async (): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { partitionKey, rowKey } of storage().table(names.tables.index).listEntities()) {
      keys.push(`${partitionKey} ${rowKey}`);
    }
    return keys.sort();
  };

  test('is whole, by a check and by a deep one', async () => {
    const { exitCode, stdout, stderr } = await online('check', '--deep', '-o', 'json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const steps: { step: string; checked: number }[] = JSON.parse(stdout);
    expect(steps.map(({ step }) => step)).toEqual(['files', 'day rows', 'id rows', 'records', 'find rows']);
    expect(steps[0]?.checked).toBe(records.length);
  });

  test('that lost rows is reported with exit code 6, and rewritten, the same as it was', async () => {
    const before = await rowsOf();
    const table = storage().table(names.tables.index);
    for (const row of before.filter((_, i) => i % 3 === 0)) {
      const [partitionKey = '', rowKey = ''] = row.split(' ');
      await table.deleteEntity(partitionKey, rowKey);
    }
    const broken = await online('check');
    expect(broken.exitCode).toBe(6);
    expect(broken.stderr).toContain('call-archive reindex');
    const reindexed = await online('reindex', '-o', 'json');
    expect(reindexed.exitCode).toBe(0);
    expect(JSON.parse(reindexed.stdout)).toMatchObject([{ indexed: records.length, failed: 0 }]);
    expect(await rowsOf()).toEqual(before);
    expect((await online('check', '--deep')).exitCode).toBe(0);
  });

  test('is not kept for a folder', async () => {
    expect((await offline('check')).exitCode).toBe(2);
    expect((await runCommand(['check'])).exitCode).toBe(2);
  });
});

describe('a storage account', () => {
  test('whose blob is missing is reported with exit code 5', async () => {
    const { blob, entry } = records[5] as ArchivedRecord;
    await storage().container(names.containers.records).deleteBlob(blob);
    const { exitCode, stdout, stderr } = await online('get', entry.callId);
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toContain(blob);
  });

  test('that does not know the key is a matter of permission', async () => {
    const wrong = connectionString().replace(/AccountKey=[^;]+/, 'AccountKey=d3Jvbmc=');
    const { exitCode, stderr } = await runCommand(['search', '--user', 'a@b.c'], {
      env: { ArchiveStorage: wrong },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Storage Table Data Reader');
  });
});
