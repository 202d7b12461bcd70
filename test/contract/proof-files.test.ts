/** What sealing and checking rely on where proof is written and files are listed; held by the twin and by blobs alike. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBlobHeldFiles } from '../../src/adapters/storage/blob-held-files.ts';
import { makeBlobProofStore } from '../../src/adapters/storage/blob-proof-store.ts';
import { names } from '../../src/config/names.ts';
import type { HeldFiles } from '../../src/ports/held-files.ts';
import type { ProofStore } from '../../src/ports/proof-store.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryHolding } from '../support/memory-proof.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

const storage = useStorage();
const memory = makeMemoryHolding();
const { proof, records } = names.containers;

interface Subject {
  files(): HeldFiles;
  proof(): ProofStore;
  put(container: string, path: string, bytes: Uint8Array, metadata: Record<string, string>): Promise<unknown>;
}

const subjects: [string, Subject][] = [
  ['in memory', { files: () => memory, proof: () => memory, put: async (...file) => memory.put(...file) }],
  [
    'as blobs',
    {
      // Several pages for a few files.
      files: () => makeBlobHeldFiles((name) => storage().container(name), { pageSize: 2 }),
      proof: () => makeBlobProofStore(storage().container(proof)),
      put: (container, path, bytes, metadata) =>
        storage().container(container).getBlockBlobClient(path).upload(bytes, bytes.length, { metadata }),
    },
  ],
];

async function* inParts(bytes: Uint8Array, partBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes);
}

const digest = (bytes: Uint8Array | undefined) =>
  createHash('md5')
    .update(bytes ?? 'absent')
    .digest('base64');

describe.each(subjects)('files %s', (_name, { files, proof: store, put }) => {
  test('are listed by prefix in the order of their bytes, with size, MD5 and metadata', async () => {
    const sizes = { 'b/2': 5, 'b/10': 3, 'b/1': 4, 'b/-': 0, 'b/ä': 1, 'b/z': 1, c: 9 };
    for (const [path, size] of Object.entries(sizes))
      await put(records, `list/${path}`, seededBytes(path, size), {
        sha256: 'ab',
        of: path.slice(2, 4).replace('ä', 'ae'),
      });
    const listed = await Array.fromAsync(files().list(records, 'list/b/'));
    expect(listed.map(({ path }) => path)).toEqual(
      ['b/-', 'b/1', 'b/10', 'b/2', 'b/z', 'b/ä'].map((path) => `list/${path}`),
    );
    expect(listed[2]).toMatchObject({
      sizeBytes: 3,
      md5: digest(seededBytes('b/10', 3)),
      metadata: { sha256: 'ab', of: '10' },
    });
  });

  test('are none where there is no such prefix, or no such container', async () => {
    expect(await Array.fromAsync(files().list(records, 'list/nothing'))).toEqual([]);
    expect(await Array.fromAsync(files().list('not-there', ''))).toEqual([]);
    expect(await files().read('not-there', 'a', 10)).toBeUndefined();
    expect(await files().open('not-there', 'a')).toBeUndefined();
  });

  test('are read whole and in pieces, and not when they are longer than allowed', async () => {
    const bytes = seededBytes('read', 200_000);
    await put(records, 'read/a', bytes, {});
    expect(digest(await files().read(records, 'read/a', 200_000))).toBe(digest(bytes));
    await expect(files().read(records, 'read/a', 199_999)).rejects.toThrow('200000 bytes');
    const pieces = await files().open(records, 'read/a');
    expect(digest(Buffer.concat(await Array.fromAsync(pieces ?? [])))).toBe(digest(bytes));
    expect(await files().read(records, 'read/b', 10)).toBeUndefined();
    expect(await files().open(records, 'read/b')).toBeUndefined();
  });

  test.each([
    ['whole', (bytes: Uint8Array) => bytes],
    ['in parts', (bytes: Uint8Array) => inParts(bytes, 700_000)],
  ])('of the proof are created %s, and never replaced', async (how, form) => {
    const path = `seals/v1/${how}.json`;
    const bytes = seededBytes(how, 1_200_000);
    expect(await store().create(path, form(bytes))).toBe('created');
    expect(await store().create(path, form(seededBytes('other', 1_200_000)))).toBe('exists');
    expect(await store().create(path, seededBytes('other', 10))).toBe('exists');
    expect(digest(await files().read(proof, path, 1_200_000))).toBe(digest(bytes));
    const [listed] = await Array.fromAsync(files().list(proof, path));
    expect(listed).toMatchObject({ sizeBytes: 1_200_000, md5: digest(bytes) });
  });

  test('of the proof are not there when what they are made of fails', async () => {
    async function* failing() {
      yield seededBytes('beginning', 1_100_000);
      throw new Error('Reading: it broke off');
    }
    await expect(store().create('seals/v1/failed', failing())).rejects.toThrow('it broke off');
    expect(await files().read(proof, 'seals/v1/failed', 10)).toBeUndefined();
    expect(await store().create('seals/v1/failed', inParts(seededBytes('good', 1_150_000), 500_000))).toBe(
      'created',
    );
  });
});
