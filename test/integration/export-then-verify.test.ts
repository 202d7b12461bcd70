/** Days exported with their proof can be checked where they are; and what of it did not arrive is named. */
import { cp, readdir, rm, truncate, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { dayMs } from '../../src/model/durations.ts';
import type { Deviation } from '../../src/proof/deviation.ts';
import { runCommand } from '../support/cli-run.ts';
import { callIdOf, writeFolder } from '../support/sealed-archive.ts';
import { dayAgo, makeSealingWorld } from '../support/sealing-world.ts';
import { useFolders } from '../support/temporary-folder.ts';
import { day18, day19, day20, filesOf, makeArchive, path } from '../support/touched-archive.ts';

const makeFolder = useFolders();
const now = new Date('2026-11-21T06:00:00Z');
const run = (...args: string[]) => runCommand(args, { now });
let source: string;

beforeAll(async () => {
  source = await makeFolder();
  writeFolder((await makeArchive()).holding, source);
});

async function exportDays(...days: string[]): Promise<string> {
  const copy = join(await makeFolder(), 'copy');
  expect(await run('export', '--path', source, '--into', copy, '--with-proof', ...days)).toMatchObject({
    exitCode: 0,
  });
  return copy;
}

async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile());
  return files.map((one) => relative(folder, join(one.parentPath, one.name))).sort();
}

describe('an export with proof', () => {
  test('of everything is the archive, and is found to be intact', async () => {
    const copy = await exportDays();
    expect(await listFiles(copy)).toEqual(await listFiles(source));
    expect(await run('verify', '--path', copy)).toMatchObject({ exitCode: 0 });
  });

  test('of everything has the days, too, that a later seal was the first to claim', async () => {
    const world = makeSealingWorld();
    await world.putRecord(dayAgo(1), 1);
    await world.seal();
    await world.putRecord(dayAgo(5), 2, { fetchedAt: world.clock.now.toISOString() });
    world.later(dayMs);
    await world.seal();
    const from = await makeFolder();
    writeFolder(world.holding, from);
    const copy = join(await makeFolder(), 'copy');
    const { stderr } = await run('export', '--path', from, '--into', copy, '--with-proof');
    expect(stderr).toContain(`the days from ${dayAgo(5)} to ${dayAgo(0)}`);
    expect(await listFiles(copy)).toEqual(await listFiles(from));
    expect(await run('verify', '--path', copy)).toMatchObject({ exitCode: 0 });
  });

  test.each([
    ['--to', '2026-10'],
    ['--from', '2027-01'],
  ])('of days that the archive does not claim is refused: %s %s', async (...days) => {
    const copy = join(await makeFolder(), 'copy');
    const refused = await run('export', '--path', source, '--into', copy, '--with-proof', ...days);
    expect(refused).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining(
        'Exporting with proof: the archive claims none of these days\nIt claims the days from 2026-11-18 to today, 2026-11-21.',
      ),
    });
    expect(await listFiles(dirname(copy))).toEqual([]);
  });

  test('whose files have other times is intact all the same', async () => {
    const copy = await exportDays();
    for (const name of await listFiles(copy)) await utimes(join(copy, name), 0, 0);
    expect(await run('verify', '--path', copy)).toMatchObject({ exitCode: 0 });
  });

  test('of one day is intact as far as it goes, and says what it lacks of the others', async () => {
    const copy = await exportDays('--from', day19, '--to', day19);
    const day = ['--from', day19, '--to', day19];
    const checked = await run('verify', '--path', copy, ...day);
    expect(checked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('INTACT.') });
    const files = await listFiles(copy);
    expect(files.filter((name) => name.startsWith('call-re') && !name.includes(day19))).toEqual([]);
    expect(files.length).toBeLessThan((await listFiles(source)).length);
    const all = await run('verify', '--path', copy, '-o', 'json');
    expect(all.exitCode).toBe(5);
    const where = JSON.parse(all.stdout).deviations.map(({ path }: { path: string }) => path);
    expect(where.filter((one: string) => one.includes(day18))).not.toEqual([]);
    expect(where.filter((one: string) => one.includes(day20))).not.toEqual([]);
  });

  test('of one day brings along what says that a call of it was erased under another day', async () => {
    const archive = await makeArchive();
    archive.graph.get(day20)?.unshift({ id: callIdOf(12), version: '1' });
    for (const [call, version] of [
      [11, 1],
      [12, 1],
      [12, 2],
    ] as const)
      filesOf(archive).delete(path(day19, call, version));
    // The call in question is among those for which the seal has no room.
    await archive.seal('2026-11-21T05:30:00.000Z', {
      days: [day19, day20],
      unlisted: [day19],
      because: 'erasure',
      maxInSeal: 1,
    });
    const from = await makeFolder();
    writeFolder(archive.holding, from);
    const copy = join(await makeFolder(), 'copy');
    const day = ['--from', day20, '--to', day20];
    await run('export', '--path', from, '--into', copy, '--with-proof', ...day);
    const { exitCode, stdout } = await run('verify', '--path', copy, ...day, '-o', 'json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).deviations).toMatchObject([{ kind: 'call-erased', path: callIdOf(12) }]);
  });

  test('of which a file is missing is not intact, and the file is named', async () => {
    const copy = await exportDays();
    const files = await listFiles(copy);
    expect(files.map((name) => name.split('/').slice(0, 2).join('/'))).toEqual(
      expect.arrayContaining([
        'call-proof/lists',
        'call-proof/manifests',
        'call-proof/seals',
        'call-records/records',
      ]),
    );
    const each = [...new Map(files.map((name) => [name.split('/').slice(0, 2).join('/'), name])).values()];
    for (const name of each.filter((one) => !one.includes('/seals/'))) {
      const half = join(await makeFolder(), 'half');
      await cp(copy, half, { recursive: true });
      await rm(join(half, name));
      const { exitCode, stdout } = await run('verify', '--path', half, '-o', 'json');
      expect({ name, exitCode }).toEqual({ name, exitCode: 5 });
      const found: Deviation[] = JSON.parse(stdout).deviations;
      expect(found.filter(({ weight }) => weight !== 'told').map(({ path }) => path)).toEqual([name]);
      // To repeat the export brings it back.
      await run('export', '--path', source, '--into', half, '--with-proof');
      expect(await run('verify', '--path', half)).toMatchObject({ exitCode: 0 });
    }
  });

  test('of which a file was cut off by another program is whole when it is repeated', async () => {
    const copy = await exportDays();
    const files = await listFiles(copy);
    const kinds = [
      'call-records/',
      'call-reports/',
      'call-proof/lists/',
      'call-proof/manifests/',
      'call-proof/seals/',
    ];
    for (const kind of kinds) {
      const name = files.find((one) => one.startsWith(kind)) ?? kind;
      await truncate(join(copy, name), 10);
    }
    const repeated = await run('export', '--path', source, '--into', copy, '--with-proof');
    expect(repeated.stderr).toContain(`${kinds.length} files exported, `);
    expect(await run('verify', '--path', copy)).toMatchObject({ exitCode: 0 });
  });

  test('of which the proof is missing proves nothing, and says so', async () => {
    const copy = await exportDays();
    await rm(join(copy, 'call-proof'), { recursive: true });
    expect(await run('verify', '--path', copy)).toMatchObject({
      exitCode: 6,
      stdout: expect.stringMatching(/NOTHING IS PROVEN[.] There is no seal/),
    });
  });
});
