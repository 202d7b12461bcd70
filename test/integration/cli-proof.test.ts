/**
 * One call proven, online and from a folder, and checked without any archive: by the command, by Python, by OpenSSL. And
 * whole days exported with all that proves them.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openFolderCopy } from '../../src/adapters/folder/folder-copy.ts';
import { hashSeal } from '../../src/proof/seal.ts';
import { formatStampRequest } from '../../src/proof/stamp-request.ts';
import { useArchiveTwice } from '../support/archive-twice.ts';
import { archiveRecord, writeFolder } from '../support/archived-records.ts';
import { runCommand } from '../support/cli-run.ts';
import {
  checkerText,
  describeWithPython,
  opensslWords,
  runDocumentedChecker,
} from '../support/documented-checker.ts';
import { entryTenant } from '../support/index-entry.ts';
import { describeWithOpenssl, openssl } from '../support/openssl.ts';
import { makeOpensslAuthority, type OpensslAuthority } from '../support/openssl-authority.ts';
import { sealRecords } from '../support/seal-records.ts';

const at = (day: string, i: number) => new Date(Date.parse(`${day}T12:00:00Z`) + i * 60_000);
const records = [
  ...Array.from({ length: 7 }, (_, i) => archiveRecord(`prove-${i}`, { endedAt: at('2026-11-20', i) })),
  archiveRecord('prove-other', { endedAt: at('2026-11-21', 0) }),
];
const unsealed = archiveRecord('prove-unsealed', { endedAt: at('2026-11-25', 0) });
const late = archiveRecord('prove-late', { endedAt: at('2026-11-20', 30) });
const { online, offline, putProof, putReport, makeFolder } = useArchiveTwice([...records, unsealed, late]);
const sealedAt = (sequence: number) => new Date(Date.parse('2026-11-20T05:10:00Z') + sequence * 86_400_000);
const { callId } = (records[3] as (typeof records)[number]).entry;

let folder: string;
let seals: Uint8Array[];
let proofFile: string;

beforeAll(async () => {
  folder = await makeFolder();
  const days = [['2026-11-20'], ['2026-11-21'], ['2026-11-20', '2026-11-21'], []];
  seals = await sealRecords({ records, tenantId: entryTenant, seals: days, sealedAt }, putProof);
  proofFile = join(folder, 'proof.json');
  await online('prove', callId, '--into', proofFile);
});

describe('prove', () => {
  test('writes the same proof online and from a folder, with the earliest seal', async () => {
    const path = join(folder, 'offline.json');
    const run = await offline('prove', callId, '--into', path);
    expect(run).toMatchObject({ exitCode: 0, stdout: '' });
    expect(run.stderr).toContain(`call ${callId} v`);
    expect(await readFile(path, 'utf8')).toBe(await readFile(proofFile, 'utf8'));
    const proof = JSON.parse(await readFile(path, 'utf8'));
    expect(Buffer.from(proof.seal, 'base64')).toEqual(Buffer.from(seals[0] ?? []));
    expect(Buffer.from(proof.file, 'base64')).toEqual(records[3]?.file);
    // Three levels, for seven lines.
    expect(proof.auditPath.length).toBeLessThanOrEqual(3);
    const others = records.map(({ entry }) => entry.callId).filter((id) => id !== callId);
    for (const id of others) expect(JSON.stringify({ ...proof, file: '' })).not.toContain(id);
  });

  test('says what is missing: the call, the version, a seal', async () => {
    const path = join(folder, 'none.json');
    const prove = async (id: string, ...more: string[]) => {
      const [here, there] = [
        await online('prove', id, '--into', path, ...more),
        await offline('prove', id, '--into', path, ...more),
      ];
      expect(here).toEqual(there);
      return here;
    };
    expect(await prove('0a1b2c3d-0000-4000-8000-00000000ffff')).toMatchObject({ exitCode: 3 });
    expect(await prove(callId, '--version', '99')).toMatchObject({ exitCode: 3 });
    expect(await prove('nonsense')).toMatchObject({ exitCode: 2 });
    const notYet = await prove(unsealed.entry.callId);
    expect(notYet.exitCode).toBe(6);
    expect(notYet.stderr).toContain('no seal has 2026-11-25 yet');
    const tooLate = await prove(late.entry.callId);
    expect(tooLate.exitCode).toBe(6);
    expect(tooLate.stderr).toContain('it came after the last seal of 2026-11-20');
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  test('names the manifest that is damaged, and writes nothing', async () => {
    const copy = await makeFolder();
    const path = join(copy, 'proof.json');
    expect(await online('export', '--into', copy, '--with-proof')).toMatchObject({ exitCode: 0 });
    const manifests = join(copy, 'call-proof/manifests/v1/date=2026-11-20');
    const names = await readdir(manifests);
    for (const content of ['no gzip', gzipSync('no line of a manifest\n')]) {
      for (const name of names) await writeFile(join(manifests, name), content);
      const { exitCode, stderr } = await runCommand(['prove', callId, '--path', copy, '--into', path]);
      expect(exitCode).toBe(5);
      expect(stderr).toMatch(
        /Reading call-proof\/manifests\/v1\/date=2026-11-20\/\S+: it is not what its seal says: /,
      );
    }
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  test('needs a file to write into', async () => {
    const { exitCode, stderr } = await online('prove', callId, '--into', folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Using ${folder}: EISDIR`);
  });
});

/** Proof files that were altered, each in one thing. */
type Proof = Record<'line' | 'seal' | 'file', string> & {
  schema: number;
  index: number;
  auditPath: string[];
};
const alterations: [what: string, alter: (proof: Proof) => unknown][] = [
  ['its schema', (proof) => ({ ...proof, schema: 2 })],
  ['a digit of its line', (proof) => ({ ...proof, line: proof.line.replace('"sha256":"', '"sha256":"0') })],
  ['its line for another version', (proof) => ({ ...proof, line: proof.line.replace(/\.v(\d+)/, '.v9$1') })],
  ['its index', (proof) => ({ ...proof, index: proof.index + 1 })],
  ['a negative index', (proof) => ({ ...proof, index: -1 })],
  ['a hash on the way', (proof) => ({ ...proof, auditPath: ['0'.repeat(64), ...proof.auditPath.slice(1)] })],
  ['a shorter way', (proof) => ({ ...proof, auditPath: proof.auditPath.slice(1) })],
  ['a longer way', (proof) => ({ ...proof, auditPath: [...proof.auditPath, '0'.repeat(64)] })],
  ['a bit of its seal', (proof) => ({ ...proof, seal: turn(proof.seal) })],
  ['another seal', (proof) => withSeal(proof, seals[1] ?? Buffer.alloc(0))],
  [
    'a seal of another tenant',
    (proof) => withSeal(proof, altered(proof, entryTenant, entryTenant.replace('7', '8'))),
  ],
  ['no seal', (proof) => withSeal(proof, Buffer.from('{}'))],
  ['another file', (proof) => ({ ...proof, file: records[2]?.file.toString('base64') })],
  ['a bit of its file', (proof) => ({ ...proof, file: turn(proof.file) })],
  ['no file', ({ file: _, ...proof }) => proof],
];

describe('verify --proof', () => {
  test('says what a proof proves, and what it is worth without an anchor', async () => {
    const sha256 = hashSeal(seals[0] ?? Buffer.alloc(0));
    const run = await verifyProof(proofFile);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain(`The proof holds.\nCall ${callId}, version `);
    expect(run.stdout).toContain(`SHA-256 of the seal: ${sha256}\nNo anchor: `);
    const expected = await verifyProof(proofFile, { expect: [{ sequence: 1, sha256 }], output: 'json' });
    expect(JSON.parse(expected.stdout)).toMatchObject({
      intact: true,
      anchor: 'expect',
      record: { callId, container: 'call-records' },
      seal: { sequence: 1, sealedAt: sealedAt(1).toISOString(), sha256, tenantId: entryTenant },
    });
    const other = await verifyProof(proofFile, { expect: [{ sequence: 1, sha256: 'f'.repeat(64) }] });
    expect(other).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('THE PROOF DOES NOT HOLD') });
    const both = [sha256, 'f'.repeat(64)].map((hash) => ({ sequence: 1, sha256: hash }));
    expect(await verifyProof(proofFile, { expect: both })).toMatchObject({ exitCode: 5 });
    const elsewhere = await verifyProof(proofFile, { expect: [{ sequence: 2, sha256 }] });
    expect(elsewhere).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('has seal 1 only') });
  });

  test.each(alterations)('finds that %s was altered', async (what, alter) => {
    expect(await verifyProof(await alterProof(what, alter))).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining('THE PROOF DOES NOT HOLD.\n'),
    });
  });

  test('finds that a file is no proof', async () => {
    const path = join(folder, 'no-proof');
    for (const content of ['', '[]', '{"schema":1', Buffer.from([0xff])]) {
      await writeFile(path, content);
      expect(await verifyProof(path)).toMatchObject({ exitCode: 5 });
    }
    expect(await runCommand(['verify', '--proof', folder])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`${folder}: it is a folder`),
    });
  });

  test('needs a certificate in the file that is given as authority, stamp or not', async () => {
    const path = join(folder, 'no-certificate.pem');
    await writeFile(path, 'no certificate');
    const run = await runCommand(['verify', '--proof', proofFile, '--ca', path]);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain(`${path}: it holds no certificate`);
  });
});

describeWithPython('the checker in docs/proof.md', () => {
  test('has at most 60 lines', () => {
    expect(checkerText.split('\n').length - 1).toBeLessThanOrEqual(60);
    expect(checkerText).toContain('def root_of');
  });

  test('says of a proof what the command says', async () => {
    const place = join(folder, 'parts of the proof');
    const [run] = await runDocumentedChecker(folder, [[proofFile, place]]);
    const sha256 = hashSeal(seals[0] ?? Buffer.alloc(0));
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`SHA-256 of the seal: ${sha256}`),
    });
    expect(run?.stdout).not.toContain('DOES NOT HOLD');
    expect(await readdir(place)).toEqual(['record.json.gz', 'seal.json']);
    expect(await readFile(join(place, 'record.json.gz'))).toEqual(records[3]?.file);
    expect(await readFile(join(place, 'seal.json'))).toEqual(Buffer.from(seals[0] ?? []));
  });

  test('holds each record of a day for proven, and no altered proof', async () => {
    const day = records.slice(0, 7);
    const whole = day.map((_, i) => join(folder, `whole-${i}.json`));
    for (const [i, { entry }] of day.entries())
      await offline('prove', entry.callId, '--into', whole[i] ?? '');
    const wrong = await Promise.all(alterations.map(([what, alter]) => alterProof(what, alter)));
    const runs = await runDocumentedChecker(
      folder,
      [...whole, ...wrong].map((path) => [path]),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([...whole.map(() => 0), ...wrong.map(() => 5)]);
  });
});

describeWithPython('a proof file with an altered byte', () => {
  test('is judged by the checker as by the command', async () => {
    const whole = await readFile(proofFile);
    const paths = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const path = join(folder, `byte-${i}.json`);
        // All but the record's file, which is most of it.
        const at = (i * 7919) % whole.indexOf('"file"');
        await writeFile(path, turnBit(whole, at));
        return path;
      }),
    );
    const runs = await runDocumentedChecker(
      folder,
      paths.map((path) => [path]),
    );
    const verdicts = await Promise.all(paths.map(async (path) => (await verifyProof(path)).exitCode));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(verdicts);
    expect(verdicts.filter((exitCode) => exitCode === 5).length).toBeGreaterThan(50);
  });
});

describeWithOpenssl('the time stamp of a proof', () => {
  let authority: OpensslAuthority;
  let stamped: string;

  beforeAll(async () => {
    authority = await makeOpensslAuthority(await makeFolder(), ['rsa', 'curve']);
    const path = await makeFolder();
    await writeFolder(path, records);
    const copies = await openFolderCopy(path);
    const now = Date.now();
    const plan = {
      records,
      tenantId: entryTenant,
      seals: [['2026-11-20']],
      sealedAt: () => new Date(now),
      stamp: async (seal: Uint8Array) => {
        const sha256 = createHash('sha256').update(seal).digest();
        return authority.reply(formatStampRequest(sha256, Buffer.from('0102030405060708', 'hex')));
      },
    };
    await sealRecords(plan, (name, bytes) => copies.put('call-proof', name, Readable.from([bytes])));
    stamped = join(authority.folder, 'proof.json');
    await runCommand(['prove', callId, '--into', stamped, '--path', path]);
  });

  test('is an anchor with the certificate of its authority, and none without', async () => {
    const ca = join(authority.folder, 'root.pem');
    const run = await verifyProof(stamped, { ca });
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('A time stamp vouches for its seal: O=Test, CN=rsa, '),
    });
    expect(await verifyProof(stamped)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('No anchor: '),
    });
    const other = join(authority.folder, 'curve.pem');
    expect(await verifyProof(stamped, { ca: other })).toMatchObject({ exitCode: 5 });
    expect(await verifyProof(stamped, { ca: stamped })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('it holds no certificate'),
    });
  });

  test('is found by the command in docs/proof.md to be right, and to be of another seal', async () => {
    const { folder: place } = authority;
    await writeFile(join(place, 'authority.pem'), authority.root);
    const proof = JSON.parse(await readFile(stamped, 'utf8'));
    await writeFile(join(place, 'seal.tsr'), Buffer.from(proof.stamp, 'base64'));
    await writeFile(join(place, 'seal.json'), Buffer.from(proof.seal, 'base64'));
    expect(opensslWords).toContain('-CAfile authority.pem');
    expect(await openssl(place, opensslWords)).toContain('Verification: OK');
    // Another seal that seals the same: its stamp is that of the first.
    const seal = Buffer.from(proof.seal, 'base64').toString().replace('"1.2.3"', '"1.2.4"');
    await writeFile(join(place, 'seal.json'), seal);
    await expect(openssl(place, opensslWords)).rejects.toThrow('message imprint mismatch');
    const other = join(place, 'altered.json');
    await writeFile(other, JSON.stringify(withSeal(proof, Buffer.from(seal))));
    expect(await verifyProof(other)).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining(
        'Its time stamp is not one of its seal: it is a stamp for another SHA-256',
      ),
    });
  });

  test('that is much younger than its seal is no anchor', async () => {
    const proof = JSON.parse(await readFile(proofFile, 'utf8'));
    const sha256 = createHash('sha256').update(Buffer.from(proof.seal, 'base64')).digest();
    const stamp = await authority.reply(formatStampRequest(sha256, Buffer.from('0102030405060708', 'hex')));
    const path = join(folder, 'late-stamp.json');
    await writeFile(path, JSON.stringify({ ...proof, stamp: Buffer.from(stamp).toString('base64') }));
    const ca = join(authority.folder, 'root.pem');
    expect(await verifyProof(path, { ca })).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining('more than 48 hours younger'),
    });
    const known = [{ sequence: 1, sha256: sha256.toString('hex') }];
    expect(await verifyProof(path, { ca, expect: known })).toMatchObject({ exitCode: 0 });
  });
});

describe('export --with-proof', () => {
  const report = [
    'reports/v1',
    `tenant=${entryTenant}`,
    'report=sms',
    'date=2026-11-20',
    '20261122T034000Z.ndjson.gz',
  ];
  const sealNames = ['00000001', '00000002', '00000003', '00000004'].map(
    (one) => `call-proof/seals/v1/${one}.json`,
  );
  const day = records.slice(0, 7);
  const filesOf = async (path: string) => {
    const found = await readdir(path, { recursive: true, withFileTypes: true });
    const listed = found
      .filter((one) => one.isFile())
      .map((one) => relative(path, join(one.parentPath, one.name)));
    return listed.sort();
  };
  let into: string;
  const exportDay = () =>
    online('export', '--from', '2026-11-20', '--to', '2026-11-20', '--into', into, '--with-proof');

  beforeAll(async () => {
    await putReport(entryTenant, 'sms', '2026-11-20', ['{"id":"1"}']);
    into = join(await makeFolder(), 'out');
  });

  test('writes the days, their reports, the whole chain and what it names of them', async () => {
    const run = await exportDay();
    expect(run).toMatchObject({ exitCode: 0, stdout: '' });
    const written = await filesOf(into);
    expect(written).toEqual(
      [
        'call-records/manifest.ndjson',
        ...[...day, late].map(({ blob }) => `call-records/${blob}`),
        `call-reports/${report.join('/')}`,
        ...sealNames,
        // Of the next day too: a version may be archived there.
        'call-proof/manifests/v1/date=2026-11-20/20261121T051000Z-0123abcd.ndjson.gz',
        'call-proof/manifests/v1/date=2026-11-20/20261123T051000Z-0123abcd.ndjson.gz',
        'call-proof/manifests/v1/date=2026-11-21/20261122T051000Z-0123abcd.ndjson.gz',
        'call-proof/manifests/v1/date=2026-11-21/20261123T051000Z-0123abcd.ndjson.gz',
      ].sort(),
    );
    for (const { blob, file } of day) expect(await readFile(join(into, 'call-records', blob))).toEqual(file);
    const proof = join(into, 'proof.json');
    expect(await runCommand(['prove', callId, '--into', proof, '--path', into])).toMatchObject({
      exitCode: 0,
    });
    expect(await readFile(proof, 'utf8')).toBe(await readFile(proofFile, 'utf8'));
    await rm(proof);
  });

  test('resumes, and can be read and exported in turn', async () => {
    const whole = await filesOf(into);
    await rm(join(into, sealNames[1] ?? ''));
    await rm(join(into, 'call-records', day[0]?.blob ?? ''));
    const again = await exportDay();
    expect(again.stderr).toContain(`2 files exported, ${whole.length - 3} already there`);
    expect(await filesOf(into)).toEqual(whole);
    const search = await runCommand(['search', '--path', into, '-o', 'json']);
    expect(JSON.parse(search.stdout)).toHaveLength(8);
    const copy = join(await makeFolder(), 'copy');
    expect(await runCommand(['export', '--path', into, '--into', copy, '--with-proof'])).toMatchObject({
      exitCode: 0,
    });
    // A plain folder does not tell what the manifest beside the records is made of.
    expect(await filesOf(copy)).toEqual(whole.filter((name) => !name.endsWith('manifest.ndjson')));
  });

  test('copies what is damaged as it is, and names what is not there', async () => {
    const source = join(await makeFolder(), 'damaged');
    await runCommand(['export', '--path', into, '--into', source, '--with-proof']);
    const { blob } = day[1] as (typeof day)[number];
    await writeFile(join(source, 'call-records', blob), 'no gzip');
    await writeFile(join(source, sealNames[3] ?? ''), 'no seal');
    const gone = 'manifests/v1/date=2026-11-20/20261121T051000Z-0123abcd.ndjson.gz';
    await rm(join(source, 'call-proof', gone));
    const copy = join(await makeFolder(), 'copy');
    const run = await runCommand(['export', '--path', source, '--into', copy, '--with-proof']);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain(`damaged: ${sealNames[3]}: It is no seal`);
    expect(run.stderr).toContain(`missing: call-proof/${gone}: It is named, and it is not there`);
    expect(await filesOf(copy)).toEqual(await filesOf(source));
    expect(await readFile(join(copy, 'call-records', blob), 'utf8')).toBe('no gzip');
  });

  test('says what it needs', async () => {
    const run = (...args: string[]) => online('export', '--with-proof', ...args);
    expect(await run()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Give --into FOLDER') });
    for (const filter of [['--user', 'anna@contoso.com'], ['--poor']])
      expect(await run('--into', into, ...filter)).toMatchObject({ exitCode: 2 });
    const bare = await makeFolder();
    await writeFolder(bare, records);
    expect(await runCommand(['export', '--with-proof', '--into', into, '--path', bare])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('no seal that can be read'),
    });
  });
});

function withSeal(proof: Proof, seal: Uint8Array): unknown {
  return { ...proof, seal: Buffer.from(seal).toString('base64'), sealSha256: hashSeal(seal) };
}

function altered(proof: Proof, from: string, to: string): Buffer {
  return Buffer.from(Buffer.from(proof.seal, 'base64').toString().replace(from, to));
}

interface Anchors {
  ca?: string;
  expect?: readonly { sequence: number; sha256: string }[];
  output?: 'json';
}

function verifyProof(path: string, { ca, expect: known = [], output }: Anchors = {}) {
  return runCommand([
    ...['verify', '--proof', path, ...(ca ? ['--ca', ca] : []), ...(output ? ['-o', output] : [])],
    ...known.flatMap(({ sequence, sha256 }) => ['--expect', `${sequence}:${sha256}`]),
  ]);
}

async function alterProof(what: string, alter: (proof: Proof) => unknown): Promise<string> {
  const path = join(folder, `${what.replaceAll(' ', '-')}.json`);
  await writeFile(path, JSON.stringify(alter(JSON.parse(await readFile(proofFile, 'utf8')))));
  return path;
}

function turn(base64: string): string {
  return turnBit(Buffer.from(base64, 'base64'), 20).toString('base64');
}

function turnBit(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
