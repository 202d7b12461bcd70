/** The verb verify: online and on a folder, for people and for programs, with every exit code. */

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeBlobHeldFiles } from '../../src/adapters/storage/blob-held-files.ts';
import { archives } from '../../src/cli/archive/open-archive.ts';
import { Interruption } from '../../src/cli/world.ts';
import { names } from '../../src/config/names.ts';
import { claim, notClaimed } from '../../src/proof/claim.ts';
import type { Deviation } from '../../src/proof/deviation.ts';
import type { VerifyReport } from '../../src/proof/verify-archive.ts';
import { attacks, noteOriginal } from '../support/attacks.ts';
import { runCommand } from '../support/cli-run.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { harmless } from '../support/harmless.ts';
import { callIdOf, type SealedArchive, writeFolder } from '../support/sealed-archive.ts';
import { useFolders } from '../support/temporary-folder.ts';
import {
  alterRecord,
  day19,
  fileOf,
  filesOf,
  makeArchive,
  path,
  records,
  sealName,
} from '../support/touched-archive.ts';
import { verify } from '../support/verify-both.ts';

const emulator = useEmulator();
const makeFolder = useFolders();
const now = new Date('2026-11-21T06:00:00Z');

interface JsonReport extends Omit<VerifyReport, 'verdict' | 'deviations'> {
  verdict: string;
  exitCode: number;
  steps: { step: string; text: string; deviations: number }[];
  claim: string[];
  limits: string[];
  options: { sample?: { share: number; seed: string } };
  deviations: Deviation[];
}

async function runOn(archive: SealedArchive, args: string[] = [], at = now) {
  const folder = await makeFolder();
  writeFolder(archive.holding, folder);
  const run = (more: string[]) => runCommand(['verify', '--path', folder, ...args, ...more], { now: at });
  const forPeople = await run([]);
  const json = await run(['-o', 'json']);
  expect(json.exitCode).toBe(forPeople.exitCode);
  const report = JSON.parse(json.stdout) as JsonReport;
  expect(report.exitCode).toBe(forPeople.exitCode);
  return { ...forPeople, report, folder, text: forPeople.stdout.replaceAll(/\s+/g, ' ') };
}

describe('on a folder, verify', () => {
  test('says of an archive that nobody touched what is claimed, and that it has no anchor', async () => {
    const { exitCode, text, stdout, report, stderr } = await runOn(await makeArchive());
    expect(exitCode).toBe(0);
    expect(text).toContain('INTACT.');
    expect(text).toContain('What a download left out or cut off counts as removed or altered, too');
    expect(text).toContain(claim);
    expect(text).toContain(notClaimed);
    expect(text).toContain('a writer to the account could have cut off or rewritten the newest seals unseen');
    expect(text).toContain('3 seals, up to call-proof/seals/v1/00000003.json of 2026-11-21T05:10:00.000Z');
    expect(text).toContain('15 sealed files, 15 of them read, unpacked and hashed; nothing is wrong');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(report).toMatchObject({
      verdict: 'intact',
      deviations: [],
      counts: { seals: 3, files: 15, filesRead: 15 },
    });
    expect(stderr).toBe('');
  });

  test('says of an archive without seals that nothing is proven, and calls nothing intact', async () => {
    const archive = await makeArchive();
    const proof = filesOf(archive, 'call-proof');
    for (const name of [...proof.keys()]) if (name.startsWith('seals/')) proof.delete(name);
    const { exitCode, text, report } = await runOn(archive);
    expect(exitCode).toBe(6);
    expect(text).toContain('NOTHING IS PROVEN.');
    expect(text).not.toContain('INTACT');
    expect(report.verdict).toBe('gap');
  });

  test.each([
    ['nothing at all', ''],
    ['half of it', '{"schema":1,"tenantId":"7e1a'],
    ['a page that asks to sign in', '<html>'],
  ])('has no hash to keep of a newest seal that is %s', async (_, content) => {
    const archive = await makeArchive();
    fileOf(archive, sealName(3), 'call-proof').bytes = Buffer.from(content);
    const { exitCode, stdout } = await runOn(archive);
    expect(exitCode).toBe(5);
    expect(stdout).toContain('SEAL-ALTERED');
    expect(stdout).not.toMatch(/^newest seal/m);
  });

  test('with an anchor names it', async () => {
    const archive = await makeArchive();
    const { sequence, sha256 } = archive.anchor();
    const { exitCode, text, report } = await runOn(archive, [
      '--expect',
      `${sequence}:${sha256.toUpperCase()}`,
    ]);
    expect(exitCode).toBe(0);
    expect(text).toContain('The newest anchor is seal 3: its SHA-256 is known from elsewhere.');
    expect(text).not.toContain('unseen');
    expect(report.anchor).toEqual({ by: 'expect', sequence: 3 });
    const first = archive.seals[1]?.previous?.sha256 ?? '';
    const older = await runOn(archive, ['--expect', `1:${first}`]);
    expect(older.text).toContain('Later seals have no anchor');
  });

  test('ends with 5 for what was altered or removed, and says of each what it means and what to do', async () => {
    const archive = await makeArchive();
    alterRecord(archive, path(day19, 11));
    filesOf(archive).delete(path(day19, 13));
    filesOf(archive, 'call-proof').delete(sealName(1));
    const { exitCode, text, stdout, report } = await runOn(archive);
    expect(exitCode).toBe(5);
    expect(text).toContain('NOT INTACT.');
    expect(text).toContain('THIS DOES NOT HOLD');
    for (const where of [path(day19, 11), path(day19, 13)])
      expect(stdout).toContain(`\n  ${records}/${where}\n`);
    expect(text).toContain('ALTERED A sealed file is not what was sealed. What to do: Keep this archive');
    expect(report.deviations.map(({ kind }) => kind)).toEqual(['seal-missing', 'altered', 'removed']);
    for (const { meaning, advice } of report.deviations) expect([meaning, advice]).not.toContain('');
    expect(stdout.indexOf('files  ')).toBeLessThan(stdout.indexOf('ALTERED'));
  });

  test('ends with 6 for calls that are missing, and with 0 when --known names them', async () => {
    const archive = await makeArchive();
    archive.graph.set(day19, [{ id: callIdOf(99), version: '9007199254740993' }]);
    await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
    const { exitCode, text } = await runOn(archive);
    expect(exitCode).toBe(6);
    expect(text).toContain('INTACT, BUT NOT COMPLETE.');
    expect(text).toContain(callIdOf(99));
    expect(text).toContain('Version 9007199254740993');
    expect((await runOn(archive, ['--known', '4'])).exitCode).toBe(0);
    expect((await runOn(archive, ['--from', '2026-11-20'])).exitCode).toBe(0);
  });

  test('says what was not read', async () => {
    const archive = await makeArchive();
    const quick = await runOn(archive, ['--quick']);
    expect(quick.text).toContain('this check is no evidence');
    expect(quick.report.counts.filesRead).toBe(0);
    const sampled = await runOn(archive, ['--sample', '30%', '--seed', 'court']);
    expect(sampled.text).toContain('30 % of the files, chosen by --seed court');
    expect(sampled.report.counts.filesRead).toBeLessThan(15);
    const odd = await runOn(archive, ['--sample', '7%', '--seed', 'court']);
    expect(odd.text).toContain('Only a sample was read, 7 % of the files');
    const unseeded = await runOn(archive, ['--sample', '0.5']);
    const seed = unseeded.report.options.sample?.seed ?? '';
    const again = await runOn(archive, ['--sample', '50%', '--seed', seed]);
    expect(again.report.counts.filesRead).toBe(unseeded.report.counts.filesRead);
    expect((await runOn(archive, ['--to', '2026-11-19'])).text).toContain(
      'Only days up to 2026-11-19 were checked',
    );
    expect((await runOn(archive, ['--to', '2025-11-19'])).text).toContain(
      'None of these days is sealed: nothing but the chain of seals was checked.',
    );
  });

  test('checks as many files as there are on all cores, with the same findings', async () => {
    const archive = await makeArchive();
    for (let call = 100; call < 400; call += 1)
      archive.archive(day19, call, 1, { fetchedAt: '2026-11-21T05:00:00.000Z' });
    await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
    for (const call of [150, 399]) alterRecord(archive, path(day19, call));
    filesOf(archive).set(path(day19, 222), { bytes: Buffer.from('no gzip'), metadata: {} });
    const { exitCode, report } = await runOn(archive);
    expect(exitCode).toBe(5);
    expect(report.counts.filesRead).toBe(315);
    expect(report.deviations.map((one) => one.path)).toEqual(
      [150, 222, 399].map((call) => `${records}/${path(day19, call)}`),
    );
  });

  test.each([
    [['--expect', '3'], 'number of a seal'],
    [['--expect', `x:${'a'.repeat(64)}`], 'number of a seal'],
    [['--sample', '0%'], 'share such as 1%'],
    [['--sample', '101%'], 'share such as 1%'],
    [['--known', '-1'], 'number of a seal'],
    [['--quick', '--sample', '1%'], 'cannot be used with'],
    [['--proof', 'x', '--quick'], 'cannot be used with'],
    [['--known', '77'], 'there is no seal 77'],
  ])('refuses %j', async (args, why) => {
    const folder = await makeFolder();
    writeFolder((await makeArchive()).holding, folder);
    const { exitCode, stderr } = await runCommand(['verify', '--path', folder, ...args], { now });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(why);
  });

  test.each([true, false])(
    'needs certificates of the authority, stamps or not: %s',
    async (stampExpected) => {
      const folder = await makeFolder();
      writeFolder((await makeArchive({ stampExpected })).holding, folder);
      const file = join(folder, 'ca.pem');
      await writeFile(file, 'no certificate');
      for (const [ca, why] of [
        [file, `${file}: it holds no certificate`],
        [folder, `${folder}: it is a folder`],
      ] as const) {
        const run = await runCommand(['verify', '--path', folder, '--ca', ca], { now });
        expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(why) });
      }
    },
  );

  /** `until`: what is called when the signal comes. */
  async function interrupt(folder: string, until: 'openDigester' | 'digest', args: string[] = []) {
    const leaving = new AbortController();
    return runCommand(['verify', '--path', folder, ...args], {
      now,
      signal: leaving.signal,
      archives: {
        async openDigester(source, files) {
          const digester = await archives.openDigester(source, files);
          const leave = () => leaving.abort(new Interruption(130));
          if (until === 'openDigester') leave();
          return {
            ...digester,
            digest(wanted) {
              leave();
              return digester.digest(wanted);
            },
          };
        },
      },
    });
  }

  test('says nothing when it is interrupted before it has followed the chain', async () => {
    const folder = await makeFolder();
    writeFolder((await makeArchive()).holding, folder);
    const { exitCode, stdout, stderr } = await interrupt(folder, 'openDigester');
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Interrupted');
  });

  test('says what it found until it was interrupted, and that this is not complete', async () => {
    const folder = await makeFolder();
    const archive = await makeArchive();
    for (let call = 100; call < 300; call += 1)
      archive.archive(day19, call, 1, { fetchedAt: '2026-11-21T05:00:00.000Z' });
    await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
    writeFolder(archive.holding, folder);
    const { exitCode, stdout, stderr } = await interrupt(folder, 'digest');
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Interrupted');
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('INTERRUPTED, NOT COMPLETE.');
    expect(text).not.toContain('INTACT');
    expect(text).toContain('it says nothing of what the numbers above do not count');
    const json = await interrupt(folder, 'digest', ['-o', 'json']);
    const report = JSON.parse(json.stdout) as JsonReport;
    expect(report).toMatchObject({ verdict: 'interrupted', isComplete: false, exitCode: 130 });
    expect(report.counts.filesRead).toBeLessThan(215);
    filesOf(archive, 'call-proof').delete(sealName(1));
    await rm(join(folder, 'call-proof', sealName(1)));
    writeFolder(archive.holding, folder);
    expect((await interrupt(folder, 'digest')).stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /NOT INTACT\..* THE CHECK WAS INTERRUPTED: there may be more/,
    );
  });

  /** As somebody who may not list this container. */
  async function runRefused(refused: string) {
    const folder = await makeFolder();
    writeFolder((await makeArchive()).holding, folder);
    return runCommand(['verify', '--path', folder], {
      now,
      archives: {
        async openHeldFiles(source) {
          const files = await archives.openHeldFiles(source);
          // biome-ignore lint/correctness/useYield: it refuses
          async function* refuse(): AsyncGenerator<never> {
            throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
          }
          return {
            ...files,
            list: (container, prefix) => (container === refused ? refuse() : files.list(container, prefix)),
          };
        },
      },
    });
  }

  test('says that nothing was checked where the seals may not be read, and ends with 4', async () => {
    const { exitCode, stdout } = await runRefused('call-proof');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('NOTHING WAS CHECKED.');
    expect(stdout).toContain('Without the seals it is not known what the archive claims.');
    expect(stdout).not.toContain('There is no seal');
  });

  test('names a container that may not be read, checks the rest, and ends with 4', async () => {
    const { exitCode, stdout } = await runRefused('call-reports');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('NOT ALL OF IT WAS READ.');
    expect(stdout).toContain('\n  call-reports\n');
  });
});

describe('online', () => {
  let containers = 0;

  /** Puts all of it into containers of their own. */
  async function upload(archive: SealedArchive) {
    containers += 1;
    const nameOf = (name: string) => `${name}-${containers}`;
    for (const [name, files] of archive.holding.containers) {
      const container = emulator.clients().container(nameOf(name));
      await container.create();
      const uploads = [...files].map(async ([name, { bytes, metadata = {}, md5 }]) => {
        const blob = container.getBlockBlobClient(name);
        await blob.upload(bytes, bytes.length, { metadata });
        if (md5 !== undefined) await blob.setHTTPHeaders({ blobContentMD5: Buffer.from(md5, 'base64') });
      });
      await Promise.all(uploads);
    }
    return makeBlobHeldFiles((name) => emulator.clients().container(nameOf(name)));
  }

  test.each(attacks)('finds: $what', async (attack) => {
    const archive = await makeArchive({ stampExpected: attack.stamps ?? false });
    noteOriginal(archive);
    await attack.do(archive);
    const expected = typeof attack.found === 'function' ? attack.found(archive) : attack.found;
    const { found, report } = await verify(await upload(archive), attack.options?.(archive) ?? {});
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(report.verdict).toBe(attack.verdict ?? 'integrity');
  });

  // Two that seal at once, and kills between any two writes, are in test/contract/sealing-storage.test.ts.
  test.each(harmless)('raises no alarm over: $what', async ({ do: happens, told: expected = [] }) => {
    const archive = await makeArchive();
    await happens(archive);
    const { found, told } = await verify(await upload(archive));
    expect(found).toEqual([]);
    expect(told).toEqual(expected);
  });

  test('checks the files, seals and stamps of an archive that nobody touched', async () => {
    const { found, report } = await verify(await upload(await makeArchive({ stampExpected: true })));
    expect(found).toEqual([]);
    expect(report.counts).toMatchObject({ seals: 3, stamps: 3, files: 15, filesRead: 15 });
  });

  describe('in the account of the settings', () => {
    beforeAll(async () => {
      const archive = await makeArchive();
      alterRecord(archive, path(day19, 11));
      for (const [name, files] of archive.holding.containers)
        for (const [blob, { bytes, metadata = {} }] of files)
          await emulator
            .clients()
            .container(name)
            .getBlockBlobClient(blob)
            .upload(bytes, bytes.length, { metadata });
    });

    test('the same is said', async () => {
      const env = { ArchiveStorage: emulator.connectionString() };
      const { exitCode, stdout } = await runCommand(['verify'], { env, now });
      expect(exitCode).toBe(5);
      expect(stdout).toContain(`\n  ${names.containers.records}/${path(day19, 11)}\n`);
      expect(stdout).not.toContain('A folder has no metadata');
    });

    test('an archive of another tenant is not taken for this one', async () => {
      const env = {
        ArchiveStorage: emulator.connectionString(),
        GRAPH_TENANT_ID: '7e1a0c2d-0000-4000-8000-0000000000bb',
      };
      const { exitCode, stdout } = await runCommand(['verify', '-o', 'json'], { env, now });
      expect(exitCode).toBe(5);
      expect((JSON.parse(stdout) as JsonReport).deviations[0]?.kind).toBe('seal-foreign');
    });
  });
});
