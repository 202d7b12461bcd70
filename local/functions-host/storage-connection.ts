/**
 * A storage account as the app's settings name it: a connection string, or endpoints with an identity.
 * https://learn.microsoft.com/azure/azure-functions/functions-reference#connections
 */
import { TableServiceClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { AppSettings } from './app-settings.ts';
import { HostStartError } from './host-start-error.ts';

type Service = 'blob' | 'queue' | 'table';
type Connection = { connectionString: string } | { url: string; credential: TokenCredential };

// A listener asks again by itself, and a start should report soon that storage is not there.
const retries = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };

export function connectQueues(settings: AppSettings, name: string): QueueServiceClient {
  const connection = readConnection(settings, name, 'queue');
  const options = { retryOptions: retries };
  return 'url' in connection
    ? new QueueServiceClient(connection.url, connection.credential, options)
    : fromString(name, () => QueueServiceClient.fromConnectionString(connection.connectionString, options));
}

export function connectBlobs(settings: AppSettings, name: string): BlobServiceClient {
  const connection = readConnection(settings, name, 'blob');
  const options = { retryOptions: retries };
  return 'url' in connection
    ? new BlobServiceClient(connection.url, connection.credential, options)
    : fromString(name, () => BlobServiceClient.fromConnectionString(connection.connectionString, options));
}

export function connectTables(settings: AppSettings, name: string): TableServiceClient {
  const connection = readConnection(settings, name, 'table');
  const options = { retryOptions: { maxRetries: 2, retryDelayInMs: 200 }, allowInsecureConnection: true };
  return 'url' in connection
    ? new TableServiceClient(connection.url, connection.credential, options)
    : fromString(name, () => TableServiceClient.fromConnectionString(connection.connectionString, options));
}

function readConnection(settings: AppSettings, name: string, service: Service): Connection {
  const connectionString = settings[name];
  if (connectionString) return { connectionString };
  const account = settings[`${name}__accountName`];
  const url =
    settings[`${name}__${service}ServiceUri`] ??
    (account ? `https://${account}.${service}.core.windows.net` : undefined);
  if (url && URL.canParse(url)) return { url, credential: readCredential(settings, name) };
  throw new HostStartError(
    `Setting ${name} is missing: give a storage connection string, or an endpoint in ${name}__${service}ServiceUri`,
  );
}

/** Loads its SDK with the first token: a start with a connection string is sooner ready without. */
function readCredential(settings: AppSettings, name: string): TokenCredential {
  let made: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      made ??= makeCredential(settings, name);
      return (await made).getToken(scopes, options);
    },
  };
}

async function makeCredential(settings: AppSettings, name: string): Promise<TokenCredential> {
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const clientId = settings[`${name}__clientId`];
  if (settings[`${name}__credential`]?.toLowerCase() !== 'managedidentity')
    return new DefaultAzureCredential();
  return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
}

function fromString<T>(name: string, connect: () => T): T {
  try {
    return connect();
  } catch (error) {
    throw new HostStartError(
      `Setting ${name} is not a storage connection string: ${error instanceof Error ? error.message : error}`,
    );
  }
}
