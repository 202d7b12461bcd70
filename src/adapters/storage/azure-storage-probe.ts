/** Looks whether every container, queue and table of the archive is there and lets this app in. */
import { names } from '../../config/names.ts';
import type { StorageAnswer, StorageProbe } from '../../ports/storage-probe.ts';
import type { StorageClients } from './storage-clients.ts';

type Asked = Pick<StorageAnswer, 'kind' | 'name' | 'operation'>;
type Problem = NonNullable<StorageAnswer['problem']>;
type Look = (name: string) => Promise<Pick<StorageAnswer, 'messages'>>;

/** What does not exist: no blob has this tag, no message this id, no row these keys. */
const nothing = {
  etag: '"0x0"',
  messageId: '00000000-0000-4000-8000-000000000000',
  popReceipt: 'AgAAAAMAAAAAAAAAAAAAAA==',
  keys: { partitionKey: 'none', rowKey: 'none' },
};

/** `maxMs`: a health check wants its answer soon. */
export function makeAzureStorageProbe(storage: StorageClients, maxMs = 10_000): StorageProbe {
  const limit = () => ({ abortSignal: AbortSignal.timeout(maxMs) });

  const reads: Record<StorageAnswer['kind'], Look> = {
    async container(name) {
      await storage.container(name).getProperties(limit());
      return {};
    },
    async queue(name) {
      const { approximateMessagesCount: messages } = await storage.queue(name).getProperties(limit());
      return messages === undefined ? {} : { messages };
    },
    async table(name) {
      const filter = "PartitionKey eq 'none' and RowKey eq 'none'";
      await storage
        .table(name)
        .listEntities({ queryOptions: { filter }, ...limit() })
        .byPage()
        .next();
      return {};
    },
  };

  const impossibleWrites: Record<StorageAnswer['kind'], Look> = {
    async container(name) {
      const blob = storage.container(name).getBlockBlobClient('probe');
      await blob.upload('', 0, { conditions: { ifMatch: nothing.etag }, ...limit() });
      return {};
    },
    async queue(name) {
      await storage.queue(name).updateMessage(nothing.messageId, nothing.popReceipt, '', 0, limit());
      return {};
    },
    async table(name) {
      await storage.table(name).updateEntity(nothing.keys, 'Merge', limit());
      return {};
    },
  };

  async function writeState(name: string) {
    const row = { partitionKey: 'state', rowKey: 'probe', written_at: new Date().toISOString() };
    await storage.table(name).upsertEntity(row, 'Replace', limit());
    return {};
  }

  const probe = () =>
    Promise.all([
      ...listResources().map((one) => answer({ ...one, operation: 'read' }, reads[one.kind], isAnyProblem)),
      answer({ kind: 'table', name: names.tables.state, operation: 'write' }, writeState, isAnyProblem),
    ]);

  return {
    probe,
    async probeWrites() {
      const writes = listResources()
        .filter(({ name }) => name !== names.tables.state)
        .map((one) => answer({ ...one, operation: 'write' }, impossibleWrites[one.kind], isNotLetIn));
      return (await Promise.all([probe(), ...writes])).flat();
    },
    async probeDelete(name) {
      try {
        await storage
          .container(name)
          .deleteBlob('probe', { conditions: { ifMatch: nothing.etag }, ...limit() });
        return 'allowed';
      } catch (error) {
        const { status, code } = describe(error);
        if (code === 'BlobNotFound' || status === 412) return 'allowed';
        return status === 403 ? 'denied' : 'unknown';
      }
    },
  };
}

function listResources(): Pick<StorageAnswer, 'kind' | 'name'>[] {
  const { containers, queues, tables } = names;
  return [
    ...Object.values(containers).map((name) => ({ kind: 'container', name }) as const),
    ...Object.values(queues).map((name) => ({ kind: 'queue', name }) as const),
    ...Object.values(tables).map((name) => ({ kind: 'table', name }) as const),
  ];
}

async function answer(
  asked: Asked,
  look: Look,
  matters: (problem: Problem) => boolean,
): Promise<StorageAnswer> {
  try {
    return { ...asked, ...(await look(asked.name)) };
  } catch (error) {
    const problem = describe(error);
    return matters(problem) ? { ...asked, problem } : asked;
  }
}

const isAnyProblem = () => true;

/** Storage checks whether the caller may write before it checks whether the write is possible. */
function isNotLetIn({ status = 0 }: Problem): boolean {
  return status < 400 || status === 401 || status === 403 || status >= 500;
}

/** Blob, queue and table clients each have an error class of their own, with the same members. */
function describe(error: unknown): Problem {
  const { statusCode, code, name, details } = error as {
    statusCode?: number;
    code?: string;
    name?: string;
    details?: { odataError?: { code?: string } };
  };
  return { status: statusCode, code: details?.odataError?.code ?? code ?? name ?? 'Error' };
}
