/** What holds of the files that a checker sees and of the store for proof, wherever they lie. */
import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { openFolderCopy } from '../../src/adapters/folder/folder-copy.ts';
import { openFolderHeldFiles } from '../../src/adapters/folder/folder-held-files.ts';
import { IntegrityError } from '../../src/errors.ts';
import type { HeldFile, HeldFiles } from '../../src/ports/held-files.ts';
import type { ProofStore } from '../../src/ports/proof-store.ts';
import { makeMemoryHolding } from '../support/memory-proof.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();

const container = 'call-proof';
const guid = '7e1a0c2d-0000-4000-8000-0000000000aa';
const bytes = Buffer.from('some bytes of a proof');

interface Holding {
  files: HeldFiles;
  store: ProofStore;
}

const holdings: [name: string, open: () => Promise<Holding>][] = [
  [
    'the in-memory twin',
    async () => {
      const holding = makeMemoryHolding();
      return { files: holding, store: holding };
    },
  ],
  [
    'a folder',
    async () => {
      const root = await makeFolder();
      const copies = await openFolderCopy(root);
      return { files: openFolderHeldFiles(root), store: { create: createOnce } };

      async function createOnce(path: string, body: Uint8Array | AsyncIterable<Uint8Array>) {
        if ((await copies.sizeOf(container, path)) !== undefined) return 'exists';
        await copies.put(container, path, body instanceof Uint8Array ? Readable.from([body]) : body);
        return 'created';
      }
    },
  ],
];

test.each(holdings)('%s lists by the bytes of names, under a prefix', async (_name, open) => {
  const { files, store } = await open();
  const paths = ['a/2', 'a/10', 'a-b', 'a/1/x', 'b', 'a/B'];
  for (const path of paths) await store.create(path, bytes);
  expect((await listed(files, 'a/')).map(({ path }) => path)).toEqual(['a/1/x', 'a/10', 'a/2', 'a/B']);
  expect((await listed(files, '')).map(({ path }) => path)).toEqual([
    'a-b',
    'a/1/x',
    'a/10',
    'a/2',
    'a/B',
    'b',
  ]);
  expect(await listed(files, 'c')).toEqual([]);
  expect(await listed(files, '', 'call-nothing')).toEqual([]);
});

test.each(holdings)('%s says length and, where it knows it, MD5 of a file', async (_name, open) => {
  const { files, store } = await open();
  await store.create('one', bytes);
  const [file] = await listed(files, 'one');
  expect(file?.sizeBytes).toBe(bytes.length);
  expect([undefined, createHash('md5').update(bytes).digest('base64')]).toContain(file?.md5);
});

test.each(holdings)('%s creates a file once, whole or not at all', async (_name, open) => {
  const { files, store } = await open();
  expect(await store.create('one', bytes)).toBe('created');
  expect(await store.create('one', Buffer.from('other'))).toBe('exists');
  expect(await read(files, 'one')).toEqual(bytes);
  async function* inParts() {
    for (const byte of bytes) yield Buffer.from([byte]);
  }
  expect(await store.create('two', inParts())).toBe('created');
  expect(await read(files, 'two')).toEqual(bytes);
  expect(await store.create('two', inParts())).toBe('exists');
  async function* broken() {
    yield bytes;
    throw new Error('the listing broke off');
  }
  await expect(store.create('three', broken())).rejects.toThrow('the listing broke off');
  expect(await files.read(container, 'three', 1000)).toBeUndefined();
  expect((await listed(files, '')).map(({ path }) => path)).toEqual(['one', 'two']);
});

test.each(holdings)('%s gives a file whole, in pieces, or not at all', async (_name, open) => {
  const { files, store } = await open();
  await store.create('one', bytes);
  expect(Buffer.from((await files.read(container, 'one', bytes.length)) ?? [])).toEqual(bytes);
  await expect(files.read(container, 'one', bytes.length - 1)).rejects.toThrow(IntegrityError);
  for (const [where, path] of [
    [container, 'two'],
    ['call-nothing', 'one'],
  ] as const) {
    expect(await files.read(where, path, 1000)).toBeUndefined();
    expect(await files.open(where, path)).toBeUndefined();
  }
});

describe('a folder', () => {
  const record = 'records/v1/tenant=t/date=2026-11-20/a.v000001.json.gz';

  test('holds its containers side by side, the records perhaps at its root, and is found from them', async () => {
    const path = await makeFolder();
    const copies = await openFolderCopy(path);
    await copies.put('call-records', record, Readable.from([bytes]));
    await copies.put('call-proof', 'seals/v1/00000001.json', Readable.from([bytes]));
    for (const given of [path, join(path, 'call-records'), `${join(path, 'call-records')}/`]) {
      const files = openFolderHeldFiles(given);
      expect(await listed(files, 'records/v1/', 'call-records')).toHaveLength(1);
      expect(await listed(files, 'seals/v1/')).toHaveLength(1);
      expect(await files.read('call-records', record, 100)).toEqual(bytes);
    }
    // As call-archive export writes it, and as a container is downloaded into a folder of any name.
    const flat = await makeFolder();
    await mkdir(join(flat, 'records/v1'), { recursive: true });
    await writeFile(join(flat, 'records/v1/one'), bytes);
    expect(await listed(openFolderHeldFiles(flat), 'records/v1/', 'call-records')).toHaveLength(1);
    await expect(listed(openFolderHeldFiles(join(path, 'nowhere')), '')).rejects.toThrow('ENOENT');
  });

  test('says when and why a record was fetched where its manifest does, and nothing that it does not know', async () => {
    const path = await makeFolder();
    const blob = `records/v1/tenant=${guid}/date=2026-11-20/${guid}.v000001.json.gz`;
    await (await openFolderCopy(path)).put('call-records', blob, Readable.from([bytes]));
    const line = { blob, sha256: '0'.repeat(64), fetched_at: '2026-11-21T09:00:00Z', reason: 'notification' };
    await writeFile(join(path, 'call-records/manifest.ndjson'), `${JSON.stringify(line)}\n`);
    expect(await listed(openFolderHeldFiles(path), 'records/v1/', 'call-records')).toEqual([
      {
        path: blob,
        sizeBytes: bytes.length,
        md5: undefined,
        metadata: undefined,
        fetchedAt: '2026-11-21T09:00:00Z',
        reason: 'notification',
      },
    ]);
  });

  test('gives nothing that a link or a name would lead to', async () => {
    const path = await makeFolder();
    const elsewhere = await makeFolder();
    await writeFile(join(elsewhere, 'secret'), bytes);
    await mkdir(join(path, 'call-proof/seals'), { recursive: true });
    await symlink(join(elsewhere, 'secret'), join(path, 'call-proof/seals/v1'));
    await symlink(elsewhere, join(path, 'call-reports'));
    const files = openFolderHeldFiles(path);
    expect(await listed(files, '')).toEqual([]);
    await expect(listed(files, '', 'call-reports')).rejects.toThrow(IntegrityError);
    await expect(files.read('call-proof', 'seals/v1', 100)).rejects.toThrow(IntegrityError);
    await expect(files.open('call-proof', '../../secret')).rejects.toThrow(IntegrityError);
    const copies = await openFolderCopy(path);
    await expect(copies.put('call-reports', 'secret', Readable.from([bytes]))).rejects.toThrow(
      IntegrityError,
    );
    await expect(copies.put('call-proof', '../x', Readable.from([bytes]))).rejects.toThrow(IntegrityError);
  });
});

async function listed(files: HeldFiles, prefix: string, where = container): Promise<HeldFile[]> {
  return Array.fromAsync(files.list(where, prefix));
}

async function read(files: HeldFiles, path: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of (await files.open(container, path)) ?? []) parts.push(Uint8Array.from(part));
  return Buffer.concat(parts);
}
