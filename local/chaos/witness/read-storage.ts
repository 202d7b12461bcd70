/** Reads the storage as a stranger would: by its own names and its own listing, with nothing of the product. */
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

export interface StoredBlob {
  readonly name: string;
  readonly file: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  readonly md5: string | undefined;
}

/** Columns by name; `partitionKey` and `rowKey` among them. */
export type StoredRow = Readonly<Record<string, unknown>>;

export interface Stored {
  readonly records: readonly StoredBlob[];
  readonly evidence: ReadonlySet<string>;
  readonly index: readonly StoredRow[];
  readonly ledger: readonly StoredRow[];
  /** Messages that were given up. */
  readonly poisonMessages: number;
}

const downloadsAtOnce = 16;

export async function readStorage(connectionString: string): Promise<Stored> {
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const evidence = new Set<string>();
  for await (const { name } of blobs.getContainerClient('call-evidence').listBlobsFlat()) evidence.add(name);
  return {
    records: await readBlobs(blobs),
    evidence,
    index: await readRows(connectionString, 'CallIndex'),
    ledger: await readRows(connectionString, 'FailureLedger'),
    poisonMessages: await countMessages(connectionString, 'archive-requests-poison'),
  };
}

async function readBlobs(service: BlobServiceClient): Promise<StoredBlob[]> {
  const container = service.getContainerClient('call-records');
  const listed = await Array.fromAsync(
    container.listBlobsFlat({ includeMetadata: true, prefix: 'records/' }),
  );
  const found: StoredBlob[] = [];
  for (let at = 0; at < listed.length; at += downloadsAtOnce) {
    const some = listed.slice(at, at + downloadsAtOnce).map(async ({ name, metadata = {}, properties }) => ({
      name,
      metadata,
      file: await container.getBlobClient(name).downloadToBuffer(),
      contentType: properties.contentType,
      md5: properties.contentMD5 && Buffer.from(properties.contentMD5).toString('hex'),
    }));
    found.push(...(await Promise.all(some)));
  }
  return found;
}

export async function readRows(connectionString: string, table: string): Promise<StoredRow[]> {
  const options = { allowInsecureConnection: true };
  const client = TableClient.fromConnectionString(connectionString, table, options);
  return Array.fromAsync(client.listEntities<Record<string, unknown>>());
}

/** Hidden ones included. */
export async function countMessages(connectionString: string, queue: string): Promise<number> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  const { approximateMessagesCount = 0 } = await service.getQueueClient(queue).getProperties();
  return approximateMessagesCount;
}
