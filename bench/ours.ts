/** OURS: the archive's own code, wired as src/app.ts and src/world.ts wire it. */
import { makeGraphCallRecords } from '../src/adapters/graph/graph-call-records.ts';
import { makeGraphClient } from '../src/adapters/graph/graph-client.ts';
import { makeAzureRequestQueue } from '../src/adapters/storage/azure-request-queue.ts';
import { makeBlobRecordStore } from '../src/adapters/storage/blob-record-store.ts';
import { formatIndexRows } from '../src/adapters/storage/format-index-rows.ts';
import { makeStorageClients, type StorageClients } from '../src/adapters/storage/storage-clients.ts';
import { makeTableCallIndex } from '../src/adapters/storage/table-call-index.ts';
import { makeTablePeople } from '../src/adapters/storage/table-people.ts';
import { makeArchiveRecord } from '../src/archiving/archive-record.ts';
import { makeKeepPeople } from '../src/archiving/keep-people.ts';
import { names } from '../src/config/names.ts';
import { makeParseChangeNotifications } from '../src/intake/change-notifications.ts';
import { makeClientStateCheck } from '../src/intake/client-state.ts';
import { makeWebhook } from '../src/intake/webhook.ts';
import { dayMs } from '../src/model/durations.ts';
import { formatPersonRows } from '../src/model/person.ts';
import type { CallIndex } from '../src/ports/call-index.ts';
import type { PeopleIndex } from '../src/ports/people-index.ts';
import type { RecordStore } from '../src/ports/record-store.ts';
import { freePacer } from '../test/support/free-pacer.ts';
import { inParallel, type Outcome, type Side, type SideTask } from './side/side.ts';

/** Where the app puts records. */
export const recordsContainer = names.containers.records;

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

interface Stores {
  records: RecordStore;
  index: CallIndex;
  people: PeopleIndex;
}

/** Without storage, everything goes into a null sink. */
export async function makeOurs(
  origin: string,
  calls: readonly string[],
  atOnce: number,
  storage?: SideTask['storage'],
): Promise<Side> {
  const graph = makeGraphClient({ origin, apiVersion: 'v1.0', readAccessToken: async () => 'token' });
  const stores = storage ? await openStores(storage) : nullStores;
  const { records, takeOutcome } = countRecords(stores.records);
  const keepPeople = makeKeepPeople({
    people: stores.people,
    now: () => new Date(),
    note(_, facts) {
      throw new Error(`Keeping people: ${facts?.['error']}`);
    },
  });
  const archiveRecord = makeArchiveRecord({
    tenantId,
    graphUrl: `${origin}/v1.0`,
    noteWritten: async () => undefined,
    graph: makeGraphCallRecords(graph, { omitNulls: false }),
    pacer: freePacer,
    records,
    index: {
      async put(entry) {
        await keepPeople(entry);
        await stores.index.put(entry);
      },
    },
    now: () => new Date(),
  });
  return {
    async run() {
      await inParallel(calls, atOnce, async (call) => {
        const run = await archiveRecord({ callId: call, reason: 'notification', deadline: inAnHour() });
        if (run.outcome === 'paused') throw run.because;
      });
      return takeOutcome();
    },
  };
}

/** Posts a body to the webhook as the Functions runtime would; gives the status. */
export function makeOurWebhook(
  connectionString: string,
  queueName: string,
  clientState: string,
): (body: Uint8Array) => Promise<number> {
  const note = () => undefined;
  const checkClientState = makeClientStateCheck([clientState]);
  const webhook = makeWebhook({
    parseItems: makeParseChangeNotifications({ checkClientState, tenantId }, note, () => new Date()),
    queue: makeAzureRequestQueue(openStorage(connectionString).queue(queueName)),
    note,
  });
  return async (body) => {
    const request = { validationToken: undefined, contentLength: body.length, body: inOnePart(body) };
    return (await webhook(request)).status;
  };
}

export function openStorage(connectionString: string): StorageClients {
  return makeStorageClients({ kind: 'connection-string', connectionString }, () => {
    throw new Error('Opening the storage: a connection string needs no identity');
  });
}

async function openStores({
  connectionString,
  suffix,
  people,
}: NonNullable<SideTask['storage']>): Promise<Stores> {
  const storage = openStorage(connectionString);
  const container = storage.container(`call-records-${suffix}`);
  const table = storage.table(`CallIndex${suffix}`);
  const peopleTable = openStorage(people.connectionString).table(`People${suffix}`);
  await Promise.all([container.createIfNotExists(), table.createTable(), peopleTable.createTable()]);
  return {
    records: makeBlobRecordStore(container),
    index: makeTableCallIndex(table),
    // As on the day of the call, though it was yesterday: it ended an hour ago.
    people: makeTablePeople(peopleTable, () => new Date(Date.now() - dayMs)),
  };
}

const inAnHour = () => new Date(Date.now() + 60 * 60 * 1000);

const nullStores: Stores = {
  records: {
    find: async () => undefined,
    list: async function* () {},
    read: async function* () {},
    openWriter: () => ({
      write: async () => undefined,
      stage: async () => [],
      commit: async () => 'created',
    }),
  },
  index: {
    put: async (entry) => void [...(await formatIndexRows(entry)).findRows],
    has: async () => false,
    findReadSince: async () => undefined,
    listDay: async function* () {},
  },
  people: {
    put: async (_, people) => void people.map(formatPersonRows),
  },
};

function countRecords(inner: RecordStore): { records: RecordStore; takeOutcome(): Outcome } {
  let outcome: Outcome = { records: 0, sizeBytes: 0, hashes: [] };
  const records: RecordStore = {
    ...inner,
    openWriter(path) {
      const writer = inner.openWriter(path);
      return {
        ...writer,
        commit(metadata, contentMd5) {
          outcome.records += 1;
          outcome.sizeBytes += Number(metadata.bytes);
          outcome.hashes.push(metadata.sha256);
          return writer.commit(metadata, contentMd5);
        },
      };
    },
  };
  const takeOutcome = () => {
    const taken = outcome;
    outcome = { records: 0, sizeBytes: 0, hashes: [] };
    return taken;
  };
  return { records, takeOutcome };
}

async function* inOnePart(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
