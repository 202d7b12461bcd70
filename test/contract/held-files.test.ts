/** What holds of the files that a checker sees and of the store for proof, wherever they lie. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { IntegrityError } from '../../src/errors.ts';
import type { HeldFile, HeldFiles } from '../../src/ports/held-files.ts';
import type { ProofStore } from '../../src/ports/proof-store.ts';
import { makeMemoryHolding } from '../support/memory-proof.ts';

const container = 'call-proof';
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

async function listed(files: HeldFiles, prefix: string, where = container): Promise<HeldFile[]> {
  return Array.fromAsync(files.list(where, prefix));
}

async function read(files: HeldFiles, path: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of (await files.open(container, path)) ?? []) parts.push(Uint8Array.from(part));
  return Buffer.concat(parts);
}
