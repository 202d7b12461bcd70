/** A seeded run of single mutations of all that a sealed archive has, online and in a folder: each must be found. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openFolderHeldFiles } from '../../../src/adapters/folder/folder-held-files.ts';
import type { MemoryFile } from '../../support/memory-proof.ts';
import { type SealedArchive, writeFolder } from '../../support/sealed-archive.ts';
import { useFolders } from '../../support/temporary-folder.ts';
import { makeArchive } from '../../support/touched-archive.ts';
import { verify } from '../../support/verify-both.ts';

const makeFolder = useFolders();
const mutationsOfEach = 60;

interface Mutation {
  container: string;
  path: string;
  /** `undefined`: removed. */
  mutated: MemoryFile | undefined;
  what: string;
}

test('online, whatever is done to one file or its metadata is found', async () => {
  const archive = await makeArchive({ isReal: true });
  const change = { expect: [archive.anchor()] };
  const unseen: string[] = [];
  for (const { container, path, mutated, what } of mutate(archive, 1)) {
    const files = archive.holding.containers.get(container);
    const before = files?.get(path);
    if (mutated) files?.set(path, mutated);
    else files?.delete(path);
    const { found } = await verify(archive.holding, change);
    if (found.length === 0) unseen.push(`${what}: ${container}/${path}`);
    if (before) files?.set(path, before);
  }
  expect(unseen).toEqual([]);
  expect((await verify(archive.holding, change)).found).toEqual([]);
});

test('in a folder, whatever is done to the bytes of one file is found', async () => {
  const archive = await makeArchive({ isReal: true });
  const folder = await makeFolder();
  writeFolder(archive.holding, folder);
  const change = { expect: [archive.anchor()], isCopy: true };
  const unseen: string[] = [];
  for (const { container, path, mutated, what } of mutate(archive, 2)) {
    if (what === 'metadata') continue;
    const file = join(folder, container, path);
    if (mutated) writeFileSync(file, mutated.bytes);
    else rmSync(file);
    const { found } = await verify(openFolderHeldFiles(folder), change);
    if (found.length === 0) unseen.push(`${what}: ${container}/${path}`);
    const before = archive.holding.containers.get(container)?.get(path);
    if (before) writeFileSync(file, before.bytes);
  }
  expect(unseen).toEqual([]);
  expect((await verify(openFolderHeldFiles(folder), change)).found).toEqual([]);
});

function* mutate(archive: SealedArchive, seed: number): Generator<Mutation> {
  const random = makeRandom(seed);
  const places = listPlaces(archive);
  for (let n = 0; n < mutationsOfEach; n += 1) {
    const place = places[random(places.length)];
    const file = place && archive.holding.containers.get(place.container)?.get(place.path);
    if (!place || !file) continue;
    const metadata = { ...file.metadata };
    const ways: [what: string, mutated: MemoryFile | undefined][] = [
      ['removed', undefined],
      ['a bit flipped', { metadata, bytes: flipped(file.bytes, random) }],
      ['cut off', { metadata, bytes: file.bytes.subarray(0, random(file.bytes.length)) }],
      ['a byte inserted', { metadata, bytes: inserted(file.bytes, random) }],
    ];
    if (place.container !== 'call-proof')
      ways.push(['metadata', { ...file, metadata: touched(metadata, random) }]);
    const [what, mutated] = ways[random(ways.length)] ?? ['', undefined];
    // Lists and manifests are known by their lines: what leaves these as they are alters nothing.
    if (place.container === 'call-proof' && mutated && isSameText(file.bytes, mutated.bytes)) continue;
    yield { ...place, mutated, what };
  }
}

/** What no seal names means nothing, and is left out. */
function listPlaces({ holding, seals }: SealedArchive): { container: string; path: string }[] {
  const days = seals.flatMap((seal) => seal.days);
  const named = new Set(
    days.flatMap(({ manifest, graph }) => [manifest.path, 'list' in graph ? graph.list.path : '']),
  );
  return ['call-records', 'call-reports', 'call-proof'].flatMap((container) =>
    [...(holding.containers.get(container)?.keys() ?? [])]
      .filter((path) => !/^(lists|manifests)\//.test(path) || named.has(path))
      .map((path) => ({ container, path })),
  );
}

/** Numbers that look random, the same ones for the same seed. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function flipped(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = random(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
  return copy;
}

function inserted(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const at = random(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at)]);
}

function touched(
  metadata: Record<string, string>,
  random: (below: number) => number,
): Record<string, string> {
  const names = Object.keys(metadata);
  const name = names[random(names.length)] ?? '';
  return random(2) === 0
    ? { ...metadata, [name]: `${metadata[name]}0` }
    : Object.fromEntries(Object.entries(metadata).filter(([other]) => other !== name));
}

function isSameText(one: Uint8Array, other: Uint8Array): boolean {
  try {
    return gunzipSync(one).equals(gunzipSync(other));
  } catch {
    return false;
  }
}
