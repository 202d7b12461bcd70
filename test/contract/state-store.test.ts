/** What functions on different instances rely on to know of each other. */
import { describe, expect, test } from '@jest/globals';
import { makeTableStateStore } from '../../src/adapters/storage/table-state-store.ts';
import { names } from '../../src/config/names.ts';
import type { StateStore } from '../../src/ports/state-store.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryStateStore } from '../support/memory-state-store.ts';

const storage = useStorage();
const memory = makeMemoryStateStore();

const subjects: [string, () => StateStore][] = [
  ['in memory', () => memory],
  ['as table rows', () => makeTableStateStore(storage().table(names.tables.state))],
];

describe.each(subjects)('a state store %s', (_name, store) => {
  test('reads nothing where nothing was written', async () => {
    expect(await store().read('absent')).toBeUndefined();
  });

  test('gives back exactly what was written', async () => {
    const facts = {
      subscription_id: '0a1b2c3d-0000-4000-8000-000000000001',
      // A text that looks like a time stays this text, with all its digits.
      expires_at: '2026-11-24T08:30:00.1234567Z',
      renewed_at: '',
      count: '007',
      advice: 'Zoë’s app / lacks “CallRecords.Read.All”: 100 % – see #1 \\ ?',
    };
    await store().write('round-trip', facts);
    expect(await store().read('round-trip')).toEqual(facts);
  });

  test('puts facts in place of the older ones, with nothing left of them', async () => {
    await store().write('replaced', { kept: 'old', gone: 'old' });
    await store().write('replaced', { kept: 'new' });
    expect(await store().read('replaced')).toEqual({ kept: 'new' });
  });

  test('tells no facts from none at all', async () => {
    await store().write('empty', {});
    expect(await store().read('empty')).toEqual({});
  });

  test('lists the rows whose names begin alike, by name', async () => {
    const rows = {
      'late-2026-01-02': { at: '1' },
      'late-2026-01-01': { at: '2' },
      'later-2026-01-01': { at: '3' },
    };
    for (const [name, row] of Object.entries(rows)) await store().write(name, row);
    expect(await Array.fromAsync(store().list('late-'))).toEqual([
      { name: 'late-2026-01-01', row: { at: '2' } },
      { name: 'late-2026-01-02', row: { at: '1' } },
    ]);
    expect(await Array.fromAsync(store().list('nobody-'))).toEqual([]);
  });

  test('keeps names apart', async () => {
    await store().write('one', { fact: '1' });
    await store().write('two', { fact: '2' });
    expect([await store().read('one'), await store().read('two')]).toEqual([{ fact: '1' }, { fact: '2' }]);
  });

  test('takes back what it gave', async () => {
    await store().write('returned', { fact: '1' });
    await store().write('returned', { ...(await store().read('returned')), other: '2' });
    expect(await store().read('returned')).toEqual({ fact: '1', other: '2' });
  });
});
