/** The folders of `call-records`: whose records are there, and of which days. */
import type { ContainerClient } from '@azure/storage-blob';
import { ShapeError } from '../../errors.ts';

export const root = 'records/v1/';

/** The one tenant whose records are there. Throws ShapeError when there are several, or none. */
export async function findTenant(records: ContainerClient): Promise<string> {
  const tenants = await Array.fromAsync(listFolders(records, `${root}tenant=`));
  const [only, ...others] = tenants;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw new ShapeError('Opening the archive: it holds no records yet');
  throw new ShapeError(
    `Opening the archive: it holds the records of several tenants. Name one: ${tenants.join(', ')}`,
  );
}

/** The UTC days that have records, the oldest first. */
export async function* listDays(
  records: ContainerClient,
  tenantId: string,
  { first = '', last = '9999-12-31' }: { first?: string; last?: string },
  abortSignal?: AbortSignal,
): AsyncGenerator<string> {
  const prefix = `${root}tenant=${tenantId}/date=`;
  for await (const day of listFolders(records, prefix, abortSignal)) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(day) && day >= first && day <= last) yield day;
  }
}

/** What follows the prefix in the names of the folders that begin with it. */
async function* listFolders(
  records: ContainerClient,
  prefix: string,
  abortSignal?: AbortSignal,
): AsyncGenerator<string> {
  for await (const item of records.listBlobsByHierarchy('/', {
    prefix,
    ...(abortSignal && { abortSignal }),
  })) {
    if (item.kind === 'prefix') yield item.name.slice(prefix.length, -1);
  }
}
