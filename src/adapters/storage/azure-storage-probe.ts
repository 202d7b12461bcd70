/** Looks whether every container, queue and table of the archive is there and lets this app in. */
import { names } from '../../config/names.ts';
import type { StorageAnswer, StorageProbe } from '../../ports/storage-probe.ts';
import type { StorageClients } from './storage-clients.ts';

type Look = () => Promise<Pick<StorageAnswer, 'messages'>>;

/** `longestMs`: whoever asks how things are wants to know soon. */
export function makeAzureStorageProbe(storage: StorageClients, longestMs = 10_000): StorageProbe {
  const limit = () => ({ abortSignal: AbortSignal.timeout(longestMs) });

  async function readContainer(name: string) {
    await storage.container(name).getProperties(limit());
    return {};
  }
  async function readQueue(name: string) {
    const { approximateMessagesCount: messages } = await storage.queue(name).getProperties(limit());
    return messages === undefined ? {} : { messages };
  }
  async function readTable(name: string) {
    // A key that no row has: the service looks at the table and at nothing else.
    const queryOptions = { filter: "PartitionKey eq 'none' and RowKey eq 'none'" };
    await storage
      .table(name)
      .listEntities({ queryOptions, ...limit() })
      .byPage()
      .next();
    return {};
  }
  async function writeState(name: string) {
    const row = { partitionKey: 'state', rowKey: 'probe', written_at: new Date().toISOString() };
    await storage.table(name).upsertEntity(row, 'Replace', limit());
    return {};
  }

  return {
    probe: () =>
      Promise.all([
        ...Object.values(names.containers).map((name) =>
          answer({ kind: 'container', name, operation: 'read' }, () => readContainer(name)),
        ),
        ...Object.values(names.queues).map((name) =>
          answer({ kind: 'queue', name, operation: 'read' }, () => readQueue(name)),
        ),
        ...Object.values(names.tables).map((name) =>
          answer({ kind: 'table', name, operation: 'read' }, () => readTable(name)),
        ),
        answer({ kind: 'table', name: names.tables.state, operation: 'write' }, () =>
          writeState(names.tables.state),
        ),
      ]),
  };
}

async function answer(
  asked: Pick<StorageAnswer, 'kind' | 'name' | 'operation'>,
  look: Look,
): Promise<StorageAnswer> {
  try {
    return { ...asked, ...(await look()) };
  } catch (error) {
    return { ...asked, problem: describe(error) };
  }
}

/** Blob, queue and table clients each have an error class of their own, with the same members. */
function describe(error: unknown): NonNullable<StorageAnswer['problem']> {
  const { statusCode, code, name, details } = error as {
    statusCode?: number;
    code?: string;
    name?: string;
    details?: { odataError?: { code?: string } };
  };
  return { status: statusCode, code: details?.odataError?.code ?? code ?? name ?? 'Error' };
}
