/** What compliance relies on where refused answers are kept: the very bytes, under their name. */
import { describe, expect, test } from '@jest/globals';
import { makeBlobEvidenceStore } from '../../src/adapters/storage/blob-evidence-store.ts';
import { names } from '../../src/config/names.ts';
import { refusedPath } from '../../src/model/archive-path.ts';
import type { EvidenceStore } from '../../src/ports/evidence-store.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryEvidenceStore } from '../support/memory-evidence-store.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

const storage = useStorage();
const container = () => storage().container(names.containers.evidence);
const memory = makeMemoryEvidenceStore();

interface Subject {
  store: () => EvidenceStore;
  readBody(name: string): Promise<Buffer>;
}

const subjects: [string, Subject][] = [
  [
    'in memory',
    { store: () => memory, readBody: async (name) => Buffer.from(memory.bodies.get(name) ?? []) },
  ],
  [
    'as blobs',
    {
      store: () => makeBlobEvidenceStore(container()),
      readBody: (name) => container().getBlobClient(name).downloadToBuffer(),
    },
  ],
];

describe.each(subjects)('an evidence store %s', (_name, { store, readBody }) => {
  const name = (id: string) => refusedPath(id, new Date('2026-11-21T03:15:00.123Z'));

  test.each([
    ['HTML', Buffer.from('<!DOCTYPE html><h1>Zoë</h1>')],
    ['nothing at all', Buffer.alloc(0)],
    ['bytes that are not text', seededBytes('evidence', 100_000)],
  ])('keeps %s as it came', async (kind, body) => {
    await store().put(name(kind), body);
    expect((await readBody(name(kind))).equals(body)).toBe(true);
  });

  test('takes the same name again', async () => {
    await store().put(name('again'), Buffer.from('sent by Graph'));
    await store().put(name('again'), Buffer.from('sent by Graph'));
    expect(String(await readBody(name('again')))).toBe('sent by Graph');
  });

  test('gives back what it keeps, and nothing where nothing was kept', async () => {
    const body = seededBytes('opened', 300_000);
    await store().put(name('opened'), body);
    const opened = await store().open(name('opened'));
    expect(Buffer.concat(await Array.fromAsync(opened ?? [])).equals(body)).toBe(true);
    expect(await store().open(name('absent'))).toBeUndefined();
  });

  test('keeps a body as it was, whatever becomes of the buffer', async () => {
    const body = Buffer.from('first');
    await store().put(name('reused'), body);
    body.fill(0);
    expect(String(await readBody(name('reused')))).toBe('first');
  });
});

test('evidence whose container is away throws', async () => {
  const away = makeBlobEvidenceStore(storage().container('not-there'));
  await expect(away.put('a', Buffer.from('b'))).rejects.toMatchObject({ statusCode: 404 });
});
