/** What health and the doctor rely on to know whether storage is there. */
import { describe, expect, test } from '@jest/globals';
import { makeAzureStorageProbe } from '../../src/adapters/storage/azure-storage-probe.ts';
import { makeStorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { makeTableStateStore } from '../../src/adapters/storage/table-state-store.ts';
import { names } from '../../src/config/names.ts';
import type { StorageProbe } from '../../src/ports/storage-probe.ts';
import { useStorage } from '../support/contract-storage.ts';
import { type MemoryStorageProbe, makeMemoryStorageProbe } from '../support/memory-storage-probe.ts';

const storage = useStorage();
const memory: MemoryStorageProbe = makeMemoryStorageProbe();
const { containers, queues, tables } = names;

interface Subject {
  probe(): StorageProbe;
  /** As a key of the account does. */
  allowDeletes(container: string): void;
  /** Of a storage without the container `call-elsewhere`. */
  removeContainer(): StorageProbe;
  addMessage(queue: string): Promise<unknown>;
  removeQueue(queue: string): Promise<unknown>;
}

const subjects: [string, Subject][] = [
  [
    'in memory',
    {
      probe: () => memory,
      allowDeletes: (container) => memory.deletable.add(container),
      removeContainer() {
        const probe = makeMemoryStorageProbe();
        probe.problems.set('read call-elsewhere', { status: 404, code: 'ContainerNotFound' });
        return probe;
      },
      addMessage: async (queue) => memory.messages.set(queue, 1),
      removeQueue: async (queue) =>
        memory.problems.set(`read ${queue}`, { status: 404, code: 'QueueNotFound' }),
    },
  ],
  [
    'of a storage account',
    {
      probe: () => makeAzureStorageProbe(storage()),
      allowDeletes: () => undefined,
      removeContainer: () => makeAzureStorageProbe(storage()),
      addMessage: (queue) => storage().queue(queue).sendMessage('x', { visibilityTimeout: 60 }),
      removeQueue: (queue) => storage().queue(queue).delete(),
    },
  ],
];

describe.each(subjects)('a storage probe %s', (_name, subject) => {
  test('looks at every container, queue and table, and writes one row', async () => {
    const answers = await subject.probe().probe();
    expect(answers.filter(({ problem }) => problem)).toEqual([]);
    const asked = answers.map(({ kind, name, operation }) => `${operation} ${kind} ${name}`);
    expect(asked.sort()).toEqual(
      [
        ...Object.values(containers).map((name) => `read container ${name}`),
        ...Object.values(queues).map((name) => `read queue ${name}`),
        ...Object.values(tables).map((name) => `read table ${name}`),
        `write table ${tables.state}`,
      ].sort(),
    );
  });

  test('tries each write where nothing can be written, and leaves nothing behind', async () => {
    const answers = await subject.probe().probeWrites();
    expect(answers.filter(({ problem }) => problem)).toEqual([]);
    const written = answers.filter(({ operation }) => operation === 'write').map(({ name }) => name);
    const all = [containers, queues, tables].flatMap((some) => Object.values<string>(some));
    expect(written.sort()).toEqual(all.sort());
  });

  test('tells whether blobs could be deleted, or that storage does not say', async () => {
    subject.allowDeletes(containers.proof);
    expect(await subject.probe().probeDelete(containers.proof)).toBe('allowed');
    expect(await subject.removeContainer().probeDelete('call-elsewhere')).toBe('unknown');
  });

  test('counts the messages of a queue, those too that are hidden', async () => {
    await subject.addMessage(queues.poison);
    const answers = await subject.probe().probe();
    expect(
      answers.filter(({ kind }) => kind === 'queue').map(({ name, messages }) => [name, messages]),
    ).toEqual(
      expect.arrayContaining([
        [queues.requests, 0],
        [queues.poison, 1],
      ]),
    );
  });

  test('tells what is missing, and looks at the rest all the same', async () => {
    await subject.removeQueue(queues.poison);
    const answers = await subject.probe().probe();
    expect(answers.filter(({ problem }) => problem)).toEqual([
      {
        kind: 'queue',
        name: queues.poison,
        operation: 'read',
        problem: { status: 404, code: 'QueueNotFound' },
      },
    ]);
  });
});

describe('a storage account', () => {
  test('holds nothing of a write that was tried', async () => {
    await makeAzureStorageProbe(storage()).probeWrites();
    for (const name of Object.values(containers)) {
      expect(await Array.fromAsync(storage().container(name).listBlobsFlat())).toEqual([]);
    }
    for (const name of [tables.index, tables.failures]) {
      expect(await Array.fromAsync(storage().table(name).listEntities())).toEqual([]);
    }
  });

  test('that cannot be reached is the answer to every question about it', async () => {
    const nowhere = 'http://127.0.0.1:9/devstoreaccount1';
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=${nowhere};QueueEndpoint=${nowhere};TableEndpoint=${nowhere};`;
    const clients = makeStorageClients({ kind: 'connection-string', connectionString }, () => {
      throw new Error('There is no identity here');
    });
    const answers = await makeAzureStorageProbe(clients, 300).probe();
    expect(answers.filter(({ problem }) => !problem)).toEqual([]);
    expect(JSON.stringify(answers)).not.toContain('a2V5');
  });

  test('whose state table is missing gives no facts rather than none yet', async () => {
    await storage().table(tables.state).deleteTable();
    const state = makeTableStateStore(storage().table(tables.state));
    await expect(state.read('health')).rejects.toMatchObject({ statusCode: 404 });
    const answers = await makeAzureStorageProbe(storage()).probe();
    const failed = answers.filter(({ name, problem }) => name === tables.state && problem);
    expect(failed.map(({ operation, problem }) => [operation, problem?.code])).toEqual([
      ['read', 'TableNotFound'],
      ['write', 'TableNotFound'],
    ]);
  });
});
