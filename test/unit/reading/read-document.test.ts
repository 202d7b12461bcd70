import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { IntegrityError } from '../../../src/errors.ts';
import { findRecord } from '../../../src/reading/find-record.ts';
import { readDocument } from '../../../src/reading/read-document.ts';
import { archiveRecord } from '../../support/archived-records.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';

const id = '0a1b2c3d-0000-4000-8000-000000000001';
const endedAt = new Date('2026-11-20T11:00:00Z');
const first = archiveRecord('a', { id, endedAt });
const second = archiveRecord('a', { id, endedAt, version: 2 });
const report = { problem: () => undefined };

function setUp() {
  const archive = makeMemoryCallArchive([first, second]);
  const read = async (row = first.entry) => Buffer.concat(await Array.fromAsync(readDocument(archive, row)));
  return { archive, read };
}

describe('a record is', () => {
  test('given back in its exact bytes', async () => {
    expect(await setUp().read()).toEqual(first.document);
  });

  test('of the newest version, unless one is named', async () => {
    const { archive } = setUp();
    expect(await findRecord(archive, id, undefined, report)).toMatchObject({ row: { version: '2' } });
    expect(await findRecord(archive, id, '1', report)).toMatchObject({ row: { version: '1' } });
    expect(await findRecord(archive, id, '3', report)).toEqual({
      outcome: 'no-version',
      versions: ['1', '2'],
    });
    expect(await findRecord(archive, id.replace('1', '2'), undefined, report)).toEqual({
      outcome: 'no-call',
    });
  });
});

describe('it is reported when', () => {
  test('the blob is not there', async () => {
    const { archive, read } = setUp();
    archive.files.clear();
    await expect(read()).rejects.toThrow(/is not there/);
    await expect(read()).rejects.toThrow(IntegrityError);
  });

  test.each([
    ['breaks off', first.file.subarray(0, 500)],
    ['has a wrong byte', Buffer.from(first.file.map((byte, at) => (at === 400 ? byte ^ 0xff : byte)))],
    ['is not a gzip file', Buffer.from('<html>')],
    ['is empty', Buffer.alloc(0)],
  ])('the file %s', async (_, file) => {
    const { archive, read } = setUp();
    archive.files.set(first.blob, file);
    await expect(read()).rejects.toThrow(IntegrityError);
  });

  test('the document is another one', async () => {
    const { archive, read } = setUp();
    archive.files.set(first.blob, gzipSync('{}'));
    await expect(read()).rejects.toThrow(/SHA-256/);
  });

  test('the metadata say otherwise, where no row is at hand', async () => {
    const { archive } = setUp();
    archive.rows.set(first.blob, { ...first.entry, sha256: 'f'.repeat(64) });
    const read = Array.fromAsync(readDocument(archive, { blob: first.blob, sha256: first.entry.sha256 }));
    await expect(read).rejects.toThrow(/the metadata says f+$/);
  });

  test('the row lies', async () => {
    const { read } = setUp();
    await expect(read({ ...first.entry, sha256: 'f'.repeat(64) })).rejects.toThrow(/the metadata|the index/);
  });
});
