/** The storage of a contract suite: an Azurite of its own with everything the archive needs, for the file that calls this. */
import { afterAll, beforeAll } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { makeStorageClients, type StorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { names } from '../../src/config/names.ts';

/** What both functions give is there once the tests run. */
export interface Emulator {
  clients(): StorageClients;
  connectionString(): string;
}

export function useStorage(): () => StorageClients {
  return useEmulator().clients;
}

export function useEmulator(): Emulator {
  let azurite: Azurite | undefined;
  let clients: StorageClients | undefined;

  beforeAll(async () => {
    azurite = await startAzurite();
    clients = makeStorageClients(
      { kind: 'connection-string', connectionString: azurite.connectionString },
      () => {
        throw new Error('The emulator is reached by connection string');
      },
    );
    const { containers, readerContainers, queues, tables } = names;
    await Promise.all([
      ...Object.values({ ...containers, ...readerContainers }).map((name) =>
        clients?.container(name).create(),
      ),
      ...Object.values(queues).map((name) => clients?.queue(name).create()),
      ...Object.values(tables).map((name) => clients?.table(name).createTable()),
    ]);
  });
  afterAll(async () => azurite?.close());

  const orFail = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('The storage is there from beforeAll on');
    return value;
  };
  return {
    clients: () => orFail(clients),
    connectionString: () => orFail(azurite?.connectionString),
  };
}
