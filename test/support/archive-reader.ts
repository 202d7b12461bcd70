/** Reads the archive as a stranger would: storage clients and gunzip, none of the product's code. */
import { gunzipSync } from 'node:zlib';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

export interface StoredDocument {
  name: string;
  document: Buffer;
  metadata: Record<string, string>;
}

export interface ArchiveReader {
  /**
   * Every blob of a container but its README, unpacked where it is gzip, by name; with `about` those only that have it in
   * their names.
   */
  readBlobs(container: string, about?: string): Promise<StoredDocument[]>;
  /** Every row of a table, without the service's own columns. */
  readRows(table: string): Promise<Record<string, unknown>[]>;
  /** Messages in a queue, hidden ones included. */
  countMessages(queue: string): Promise<number>;
}

export function makeArchiveReader(connectionString: string): ArchiveReader {
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  return {
    async readBlobs(container, about = '') {
      const client = blobs.getContainerClient(container);
      const all = await Array.fromAsync(client.listBlobsFlat({ includeMetadata: true }));
      const listed = all.filter(({ name }) => name !== 'README.md' && name.includes(about));
      return Promise.all(
        listed.map(async ({ name, metadata = {} }) => {
          const bytes = await client.getBlobClient(name).downloadToBuffer();
          return { name, metadata, document: name.endsWith('.gz') ? gunzipSync(bytes) : bytes };
        }),
      );
    },
    async readRows(table) {
      const client = TableClient.fromConnectionString(connectionString, table, {
        allowInsecureConnection: true,
      });
      const rows = await Array.fromAsync(client.listEntities());
      return rows.map(({ etag: _e, timestamp: _t, ...row }) => row);
    },
    async countMessages(queue) {
      const { approximateMessagesCount = 0 } = await queues.getQueueClient(queue).getProperties();
      return approximateMessagesCount;
    },
  };
}
