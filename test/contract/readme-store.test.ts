/** The container explains itself: the text is written when it is missing or old, and not again. */
import { describe, expect, test } from '@jest/globals';
import { makeBlobReadmeStore } from '../../src/adapters/storage/blob-readme-store.ts';
import { names } from '../../src/config/names.ts';
import { recordPath } from '../../src/model/archive-path.ts';
import { readmeText } from '../../src/model/archive-readme.ts';
import { makeKeepReadme } from '../../src/upkeep/keep-readme.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryEventLog } from '../support/memory-event-log.ts';

const storage = useStorage();
const container = () => storage().container(names.containers.records);
const blob = () => container().getBlockBlobClient('README.md');

function setUp() {
  const log = makeMemoryEventLog();
  return { log, keep: makeKeepReadme(makeBlobReadmeStore(container()), log.note) };
}

describe('the README of the archive', () => {
  test('is written where there is none, in place of an older one, and not again', async () => {
    const { keep, log } = setUp();
    await keep();
    expect(String(await blob().downloadToBuffer())).toBe(readmeText);
    await setUp().keep();
    await blob().upload('an older text', 13);
    await keep();
    expect(String(await blob().downloadToBuffer())).toBe('an older text');
    await setUp().keep();
    expect(String(await blob().downloadToBuffer())).toBe(readmeText);
    expect((await blob().getProperties()).contentType).toBe('text/markdown; charset=utf-8');
    expect(log.notes.map(({ name }) => name)).toEqual(['upkeep.readme-written']);
  });

  test('delays nothing when storage does not take it, and is tried again', async () => {
    const log = makeMemoryEventLog();
    let tries = 0;
    const keep = makeKeepReadme(
      {
        async readDigest() {
          tries += 1;
          throw new Error('The storage is away');
        },
        put: async () => undefined,
      },
      log.note,
    );
    await keep();
    await keep();
    expect(tries).toBe(2);
    expect(log.notes.map(({ name }) => name)).toEqual(['upkeep.readme-failed', 'upkeep.readme-failed']);
  });

  test('says where records are as the archive names them', () => {
    const named = {
      tenantId: '{tenantId}',
      callId: '{callId}',
      version: '{version}',
      callDay: '{YYYY-MM-DD}',
    };
    expect(readmeText).toContain(recordPath({ ...named, version: '{version}' }));
  });
});
