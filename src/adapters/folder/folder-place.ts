/** Where a downloaded archive is. */
import { once } from '../../concurrency/once.ts';
import { findRoot, findTenantFolder } from './folder-layout.ts';
import { type Manifest, readManifest } from './manifest.ts';

export interface FolderPlace {
  root: string;
  tenantFolder: string;
  /** Read once. */
  manifest(): Promise<Manifest>;
}

/** Errors of `findRoot` and `findTenantFolder` pass through. */
export async function findPlace(path: string): Promise<FolderPlace> {
  const root = await findRoot(path);
  return { root, tenantFolder: await findTenantFolder(root), manifest: once(() => readManifest(root)) };
}
