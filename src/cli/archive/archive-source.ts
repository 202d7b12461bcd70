/** Which archive a verb reads: a folder, a storage account, or the one in the environment's settings. */
import { type Command, Option } from 'commander';
import { connectionStringForm, isConnectionString, isEndpointOf } from '../../config/connection-string.ts';
import { parseGuid } from '../../model/guid.ts';
import { CliError } from '../errors/cli-error.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

export interface StorageOptions {
  account?: string | undefined;
  tenant?: string | undefined;
}

export interface SourceOptions extends StorageOptions {
  path?: string;
}

export type StorageSource =
  | { kind: 'connection-string'; connectionString: string }
  /** Read with the identity of the person or the machine. `clientId`: of a user-assigned managed identity. */
  | { kind: 'endpoints'; blob: string; table: string; clientId: string | undefined };

export interface StorageArchive {
  kind: 'storage';
  storage: StorageSource;
  /** Default: the one whose records are found. */
  tenantId: string | undefined;
}

export type ArchiveSource = { kind: 'folder'; path: string } | StorageArchive;

const doing = 'Looking for the archive';
const ways =
  'Give --path FOLDER for a downloaded folder, or --account NAME for the storage account (sign in with az login first), ' +
  'or set ArchiveStorage… as the app has it.';

export function addSourceOptions(command: Command): Command {
  // A folder has one tenant, whoever was asked for.
  const others = ['account', 'tenant'];
  const path = new Option('--path <folder>', 'read a downloaded folder, offline').conflicts(others);
  return addStorageOptions(command.addOption(path));
}

/** For a verb that works on the index in storage. */
export function addStorageOptions(command: Command): Command {
  return command
    .option('--account <name>', 'read this storage account, signed in with az login or a managed identity')
    .option('--tenant <id>', 'whose records, where the archive holds those of several tenants');
}

/** Without an option, the settings of the app apply. Throws CliError when they are missing or incomplete. */
export function parseSource({ path, account, tenant }: SourceOptions, env: Environment): ArchiveSource {
  return path === undefined ? parseStorage({ account, tenant }, env) : { kind: 'folder', path };
}

export function parseStorage({ account, tenant }: StorageOptions, env: Environment): StorageArchive {
  const storage = readStorageSource(account, env);
  return { kind: 'storage', storage, tenantId: readTenant(tenant ?? env['GRAPH_TENANT_ID']) };
}

function readTenant(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const id = parseGuid(text.trim());
  if (id) return id;
  throw new CliError('usage', `${doing}: "${text}" is not a tenant id`, 'A tenant id is a GUID.');
}

function readStorageSource(account: string | undefined, env: Environment): StorageSource {
  if (account !== undefined) return { kind: 'endpoints', ...endpointsOf(account), clientId: undefined };
  const read = (name: string) => env[`ArchiveStorage${name}`]?.trim() || undefined;
  const connectionString = read('');
  if (connectionString) return { kind: 'connection-string', connectionString: checkString(connectionString) };
  const blob = read('__blobServiceUri');
  const table = read('__tableServiceUri');
  if (!blob && !table) throw new CliError('usage', `${doing}: its location is not given`, ways);
  if (!blob || !table) {
    const missing = blob ? 'ArchiveStorage__tableServiceUri' : 'ArchiveStorage__blobServiceUri';
    throw new CliError('usage', `${doing}: ${missing} is missing`, ways);
  }
  checkEndpoint('Blob', blob);
  checkEndpoint('Table', table);
  return { kind: 'endpoints', blob, table, clientId: read('__clientId') };
}

/**
 * The person's storage token goes to these hosts only: Azure's clouds, accounts in DNS zones, and this machine.
 * https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-endpoints
 */
const accountHost =
  /^[a-z0-9]{3,24}\.(?:blob\.core\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)|z\d{1,2}\.blob\.storage\.azure\.net|blob\.localhost)$/;

/** A name in the public cloud, or the blob endpoint of any of Azure's clouds. */
function endpointsOf(account: string): { blob: string; table: string } {
  if (/^[a-z0-9]{3,24}$/.test(account)) {
    return {
      blob: `https://${account}.blob.core.windows.net`,
      table: `https://${account}.table.core.windows.net`,
    };
  }
  const url = URL.parse(account);
  if (url?.protocol === 'https:' && accountHost.test(url.hostname)) {
    return { blob: url.origin, table: url.origin.replace('.blob.', '.table.') };
  }
  throw new CliError(
    'usage',
    `${doing}: "${account.replace(/\?.*/, '?…')}" is not a storage account of Azure`,
    'Give its name (3 to 24 lower-case letters and digits), or its blob endpoint, such as ' +
      'https://NAME.blob.core.usgovcloudapi.net.',
  );
}

function checkString(connectionString: string): string {
  if (isConnectionString(connectionString, ['Blob', 'Table'])) return connectionString;
  throw new CliError('usage', `${doing}: ArchiveStorage is not ${connectionStringForm}`, ways);
}

/** A token goes over HTTPS only, or stays on this machine. */
function checkEndpoint(service: 'Blob' | 'Table', endpoint: string): void {
  if (isEndpointOf(service, endpoint)) return;
  const name = service.toLowerCase();
  throw new CliError(
    'usage',
    `${doing}: ArchiveStorage__${name}ServiceUri is not the https: URL of a ${name} service`,
    ways,
  );
}
