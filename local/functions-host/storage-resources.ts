/** Creates the queues, containers and tables that are missing. In Azure the Bicep template does, and the app never. */
import type { AppSettings } from './app-settings.ts';
import { HostStartError } from './host-start-error.ts';
import { connectBlobs, connectQueues, connectTables } from './storage-connection.ts';

export interface StorageResources {
  /** The prefix of the settings that name the account. */
  connection: string;
  queues: readonly string[];
  containers: readonly string[];
  tables: readonly string[];
}

const startTimeoutMs = 20_000;

export async function createResources(settings: AppSettings, resources: StorageResources): Promise<void> {
  const { connection, queues, containers, tables } = resources;
  const options = { abortSignal: AbortSignal.timeout(startTimeoutMs) };
  if (queues.length > 0) {
    const client = connectQueues(settings, connection);
    const create = (name: string) => client.getQueueClient(name).createIfNotExists(options);
    await reaching(client.url, () => Promise.all(queues.map(create)));
  }
  if (containers.length > 0) {
    const client = connectBlobs(settings, connection);
    const create = (name: string) => client.getContainerClient(name).createIfNotExists(options);
    await reaching(client.url, () => Promise.all(containers.map(create)));
  }
  if (tables.length > 0) {
    const client = connectTables(settings, connection);
    await reaching(client.url, () => Promise.all(tables.map((name) => client.createTable(name, options))));
  }
}

async function reaching(url: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const answered = error instanceof Error && 'statusCode' in error && error.statusCode !== undefined;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new HostStartError(
      answered
        ? `Storage at ${url} refused to create what is missing: ${reason}`
        : `Storage at ${url} is not reachable: start Azurite there, or name an Azure storage account (${reason})`,
    );
  }
}
