/**
 * Whether a text can be a connection string of a storage account: the three forms that Azure's libraries take.
 * https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
 */
import { isLoopback } from '../model/loopback.ts';

/** To follow "must be". */
export const connectionStringForm =
  'a connection string: UseDevelopmentStorage=true, or DefaultEndpointsProtocol=https, AccountName, AccountKey and ' +
  'EndpointSuffix (or the endpoints BlobEndpoint, QueueEndpoint and TableEndpoint), joined by semicolons';

const services = ['Blob', 'Queue', 'Table'] as const;
type Service = (typeof services)[number];

/** The hosts of Azure's accounts name the service: `ACCOUNT.queue.core.windows.net`, `ACCOUNT.z1.queue.storage.azure.net`. */
const azureHost = /\.(blob|queue|table|file|dfs|web)\.(?:core|storage)\./i;

/** `needed`: the services that are used. */
export function isConnectionString(text: string, needed: readonly Service[] = services): boolean {
  const values = parsePairs(text);
  if (!values) return false;
  if (values.has('UseDevelopmentStorage')) return values.get('UseDevelopmentStorage') === 'true';
  const given = services.filter((service) => values.has(`${service}Endpoint`));
  if (!given.every((service) => isEndpointOf(service, values.get(`${service}Endpoint`) ?? ''))) return false;
  const hasAllEndpoints = needed.every((service) => given.includes(service));
  if (values.has('SharedAccessSignature')) return hasAllEndpoints;
  return isAccount(values) && (hasAllEndpoints || saysWhere(values));
}

/** The emulator speaks plain HTTP on this machine. */
function isEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Also whether Azure has that service there, and nothing in it is named. */
export function isEndpointOf(service: Service, text: string): boolean {
  if (!isEndpoint(text)) return false;
  const { hostname, pathname } = new URL(text);
  const [, named] = azureHost.exec(hostname) ?? [];
  return named === undefined || (named === service.toLowerCase() && pathname === '/');
}

function isAccount(values: ReadonlyMap<string, string>): boolean {
  return (
    /^[a-z0-9]+$/.test(values.get('AccountName') ?? '') &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(values.get('AccountKey') ?? '') &&
    /^https?$/i.test(values.get('DefaultEndpointsProtocol') ?? '')
  );
}

/** From name and suffix the libraries make all endpoints. */
function saysWhere(values: ReadonlyMap<string, string>): boolean {
  const suffix = values.get('EndpointSuffix') ?? '';
  return (
    values.get('DefaultEndpointsProtocol')?.toLowerCase() === 'https' &&
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(suffix)
  );
}

/** `name=value` between semicolons; `undefined` where a part is not. */
function parsePairs(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => /^(\w+)=(.+)$/.exec(part));
  if (!pairs.every((pair) => pair !== null)) return undefined;
  return new Map(pairs.map(([, name = '', value = '']) => [name, value]));
}
