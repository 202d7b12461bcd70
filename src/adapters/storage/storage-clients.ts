/** The clients of the archive's storage account: by connection string (emulator) or managed identity. */
import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { StorageConfig } from '../../config/read-settings.ts';
import { isLoopback } from '../../model/loopback.ts';

export interface StorageClients {
  accountName: string;
  /** Of the blob service. */
  blobUrl: string;
  container(name: string): ContainerClient;
  queue(name: string): QueueClient;
  table(name: string): TableClient;
}

/** How often a request is sent again that storage was too busy for or that did not reach it, and when first. */
export interface StorageRetries {
  atMost: number;
  firstDelayMs: number;
}

/**
 * `makeCredential` is called for a storage account with managed identity only. `retries`: those of Azure's libraries unless
 * told otherwise, which may take 20 seconds and more. Nothing is sent yet.
 */
export function makeStorageClients(
  storage: StorageConfig,
  makeCredential: (clientId: string | undefined) => TokenCredential,
  retries?: StorageRetries,
): StorageClients {
  const blobOptions = retries && {
    retryOptions: { maxTries: retries.atMost + 1, retryDelayInMs: retries.firstDelayMs },
  };
  const tableOptions = retries && {
    retryOptions: { maxRetries: retries.atMost, retryDelayInMs: retries.firstDelayMs },
  };
  if (storage.kind === 'connection-string') {
    const { connectionString } = storage;
    const blobs = BlobServiceClient.fromConnectionString(connectionString, blobOptions);
    const queues = QueueServiceClient.fromConnectionString(connectionString);
    return {
      accountName: blobs.accountName,
      blobUrl: blobs.url,
      container: (name) => blobs.getContainerClient(name),
      queue: (name) => queues.getQueueClient(name),
      // The emulator speaks plain HTTP on this machine; a real account never does.
      table: (name) =>
        TableClient.fromConnectionString(connectionString, name, {
          ...tableOptions,
          allowInsecureConnection: isLoopback(new URL(blobs.url).hostname),
        }),
    };
  }
  const credential = makeCredential(storage.clientId);
  const blobs = new BlobServiceClient(storage.blob, credential, blobOptions);
  const queues = storage.queue === undefined ? undefined : new QueueServiceClient(storage.queue, credential);
  return {
    accountName: blobs.accountName,
    blobUrl: blobs.url,
    container: (name) => blobs.getContainerClient(name),
    queue(name) {
      if (queues) return queues.getQueueClient(name);
      throw new Error(`Opening the queue ${name}: this app has no queue endpoint`);
    },
    table: (name) => new TableClient(storage.table, name, credential, tableOptions),
  };
}
