/** What the archive relies on where call records are kept; held by the twin and by blobs alike. */
import { describe, expect, test } from '@jest/globals';
import { makeBlobRecordStore } from '../../src/adapters/storage/blob-record-store.ts';
import { names } from '../../src/config/names.ts';
import type { RecordStore } from '../../src/ports/record-store.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryRecordStore } from '../support/memory-record-store.ts';
import {
  commit,
  md5Of,
  metadataOf,
  putFile,
  samplePath,
  writeInParts,
} from '../support/sample-record-file.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

const storage = useStorage();
const container = () => storage().container(names.containers.records);
const memory = makeMemoryRecordStore();
const mebibyte = 1024 * 1024;

interface Subject {
  store: () => RecordStore;
  /** The bytes that a reader sees; `undefined` when there is nothing. */
  readBytes(path: string): Promise<Buffer | undefined>;
}

const subjects: [string, Subject][] = [
  ['in memory', { store: () => memory, readBytes: async (path) => memory.blobs.get(path)?.bytes }],
  [
    'as blobs',
    {
      store: () => makeBlobRecordStore(container()),
      async readBytes(path) {
        const blob = container().getBlobClient(path);
        return (await blob.exists()) ? blob.downloadToBuffer() : undefined;
      },
    },
  ],
];

describe.each(subjects)('a record store %s', (_name, { store, readBytes }) => {
  test('finds nothing where nothing was written', async () => {
    expect(await store().find(samplePath('absent'))).toBeUndefined();
  });

  test('gives back the bytes of a record as they were written', async () => {
    const path = samplePath('read back');
    const bytes = seededBytes('read back', 300_000);
    await putFile(store(), path, bytes);
    expect(Buffer.concat(await Array.fromAsync(store().read(path)))).toEqual(bytes);
    await expect(Array.fromAsync(store().read(samplePath('absent')))).rejects.toThrow();
  });

  test('lists the paths that begin alike, in order', async () => {
    const paths = ['a.v000002', 'b.v000001', 'a.v000001'].map((name) => `records/v1/list/${name}.json.gz`);
    for (const path of paths) await putFile(store(), path, seededBytes(path, 100));
    expect(await Array.fromAsync(store().list('records/v1/list/a.'))).toEqual([paths[2], paths[0]]);
    expect(await Array.fromAsync(store().list('records/v1/list/c.'))).toEqual([]);
  });

  test('shows a small record after its commit, not before', async () => {
    const path = samplePath('small');
    const bytes = seededBytes('small', 10_000);
    const writer = store().openWriter(path);
    await writer.write(bytes.subarray(0, 6_000));
    await writer.write(bytes.subarray(6_000));
    expect(await store().find(path)).toBeUndefined();
    expect(await readBytes(path)).toBeUndefined();

    expect(await commit(writer, bytes)).toBe('created');
    expect(await store().find(path)).toEqual(metadataOf(bytes));
    expect(await readBytes(path)).toEqual(bytes);
  });

  test('keeps a record of several blocks byte for byte, visible only as a whole', async () => {
    const path = samplePath('large');
    const bytes = seededBytes('large', 9 * mebibyte + 12_345);
    const writer = store().openWriter(path);
    await writeInParts(writer, bytes);
    expect(await store().find(path)).toBeUndefined();
    expect(await readBytes(path)).toBeUndefined();

    expect(await commit(writer, bytes)).toBe('created');
    expect((await readBytes(path))?.equals(bytes)).toBe(true);
    expect(await store().find(path)).toEqual(metadataOf(bytes));
  });

  test('takes a part that is larger than a block', async () => {
    const path = samplePath('one-part');
    const bytes = seededBytes('one part', 9 * mebibyte);
    const writer = store().openWriter(path);
    await writer.write(bytes);
    expect(await commit(writer, bytes)).toBe('created');
    expect((await readBytes(path))?.equals(bytes)).toBe(true);
  });

  test.each([
    ['small', 'small', 1_000, 2_000],
    ['small', 'large', 1_000, 9 * mebibyte],
    ['large', 'small', 9 * mebibyte, 1_000],
    ['large', 'large', 9 * mebibyte, 9 * mebibyte + 1],
  ])('leaves a %s record as it is when a %s one comes later', async (one, two, size, laterSize) => {
    const path = samplePath(`create-only ${one} ${two}`);
    const [bytes, later] = [seededBytes(`first ${size}`, size), seededBytes(`later ${laterSize}`, laterSize)];
    expect(await putFile(store(), path, bytes)).toBe('created');
    expect(await putFile(store(), path, later)).toBe('exists');
    expect((await readBytes(path))?.equals(bytes)).toBe(true);
    expect(await store().find(path)).toEqual(metadataOf(bytes));
  });

  // The winner is always a large one: Azurite refuses Put Blob with `If-None-Match: *` where there are staged blocks alone.
  test.each([
    { winner: 'first', losing: 15 * mebibyte },
    { winner: 'last', losing: 15 * mebibyte },
    { winner: 'first', losing: 1_000 },
    { winner: 'last', losing: 1_000 },
  ])(
    'keeps one whole record when two write and the $winner commits before one of $losing bytes',
    async (race) => {
      const path = samplePath(`race ${race.winner} ${race.losing}`);
      const [bytes, lost] = [
        seededBytes(`won ${path}`, 9 * mebibyte),
        seededBytes(`lost ${path}`, race.losing),
      ];
      const first = store().openWriter(path);
      const second = store().openWriter(path);
      const [winner, loser] = race.winner === 'first' ? [first, second] : [second, first];
      // Turn by turn: both have staged what fills a block, and both hold bytes that are not staged, when one commits.
      for (let at = 0; at < 9 * mebibyte; at += mebibyte) {
        await winner.write(bytes.subarray(at, at + mebibyte));
        if (at < lost.length) await loser.write(lost.subarray(at, at + mebibyte));
      }
      expect(await commit(winner, bytes)).toBe('created');
      await writeInParts(loser, lost.subarray(9 * mebibyte));
      expect(await commit(loser, lost)).toBe('exists');
      expect((await readBytes(path))?.equals(bytes)).toBe(true);
      expect(await store().find(path)).toEqual(metadataOf(bytes));
    },
  );

  test('says created to exactly one of two writers that commit at the same time', async () => {
    const path = samplePath('at once');
    const [one, other] = [seededBytes('at once 0', 5 * mebibyte), seededBytes('at once 1', 5 * mebibyte)];
    const outcomes = await Promise.all([one, other].map((bytes) => putFile(store(), path, bytes)));
    expect([...outcomes].sort()).toEqual(['created', 'exists']);
    const winner = outcomes[0] === 'created' ? one : other;
    expect((await readBytes(path))?.equals(winner)).toBe(true);
    expect(await store().find(path)).toEqual(metadataOf(winner));
  });

  test('lets a writer start over after one that never committed', async () => {
    const path = samplePath('abandoned');
    const bytes = seededBytes('second try', 9 * mebibyte);
    await writeInParts(store().openWriter(path), seededBytes('first try', 9 * mebibyte));
    expect(await putFile(store(), path, bytes)).toBe('created');
    expect((await readBytes(path))?.equals(bytes)).toBe(true);
  });
});

describe('a record as a blob', () => {
  test.each([
    ['small', 1_000],
    ['large', 9 * mebibyte],
  ])('is gzip as a file and carries its MD5 when it is %s', async (name, size) => {
    const path = samplePath(`properties ${name}`);
    const bytes = seededBytes(path, size);
    await putFile(makeBlobRecordStore(container()), path, bytes);
    const properties = await container().getBlobClient(path).getProperties();
    expect(properties.contentType).toBe('application/gzip');
    expect(properties.contentEncoding).toBeFalsy();
    expect(Buffer.from(properties.contentMD5 ?? []).toString('hex')).toBe(md5Of(bytes).toString('hex'));
    expect(properties.metadata).toEqual(metadataOf(bytes));
  });

  test('throws when the container is not there, and is not made', async () => {
    const store = makeBlobRecordStore(storage().container('not-there'));
    await expect(putFile(store, samplePath('nowhere'), seededBytes('x', 10))).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
