/** Where in a folder the records lie: in `call-records` in it, or at its root, as a plain export and some downloads have them. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { names } from '../../config/names.ts';
import { pathInside } from './path-inside.ts';

/** `undefined` when it has none yet. */
export function existingRecordFolder(path: string): string | undefined {
  const inside = pathInside(path, names.containers.records);
  if (isFolder(inside)) return inside;
  return isFolder(join(path, 'records')) ? path : undefined;
}

/** A folder that has none gets `call-records`. */
export function recordFolder(path: string): string {
  return existingRecordFolder(path) ?? pathInside(path, names.containers.records);
}

export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
