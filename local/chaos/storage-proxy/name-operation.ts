/** What a request wants of the storage, in one word: faults are planned by it. */

export const operations = [
  'put-blob',
  'put-block',
  'put-block-list',
  'get-blob',
  'lease-blob',
  'put-row',
  'get-row',
  'query-rows',
  'put-message',
  'get-messages',
  'delete-message',
  'update-message',
] as const;

export type Operation = (typeof operations)[number];
export type StorageService = 'blob' | 'queue' | 'table';

/** `undefined` for what the host does at its start: creating what in Azure is there already. */
export function nameOperation(
  service: StorageService,
  method: string,
  target: string,
): Operation | undefined {
  const { pathname, searchParams } = new URL(target, 'http://storage');
  if (service === 'table') return nameTableOperation(method, pathname);
  if (service === 'queue') return nameQueueOperation(method, pathname);
  return nameBlobOperation(method, searchParams);
}

function nameBlobOperation(method: string, query: URLSearchParams): Operation | undefined {
  if (query.get('restype') === 'container') return undefined;
  if (method !== 'PUT') return 'get-blob';
  switch (query.get('comp')) {
    case 'block':
      return 'put-block';
    case 'blocklist':
      return 'put-block-list';
    case 'lease':
      return 'lease-blob';
    default:
      return 'put-blob';
  }
}

const messageMethods: Readonly<Record<string, Operation>> = {
  POST: 'put-message',
  GET: 'get-messages',
  DELETE: 'delete-message',
  PUT: 'update-message',
};

function nameQueueOperation(method: string, path: string): Operation | undefined {
  return /\/messages(\/|$)/.test(path) ? messageMethods[method] : undefined;
}

function nameTableOperation(method: string, path: string): Operation | undefined {
  if (/\/Tables\b/.test(path)) return undefined;
  if (method !== 'GET') return 'put-row';
  return path.includes('PartitionKey=') ? 'get-row' : 'query-rows';
}
