/** The files that the readers' pages load, from the package's folder into memory: a few kilobytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By name, in the order of names. Throws when the folder is not there. */
export function loadStaticFiles(folder: string): Map<string, Uint8Array> {
  const names = readdirSync(folder).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}
