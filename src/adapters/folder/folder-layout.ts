/** The layout of a downloaded folder: its records by day, and what else is in it. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShapeError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import type { ReadingListener } from '../../ports/call-archive.ts';
import { pathInside } from './path-inside.ts';

/** A day's folder, with its path below the root. */
export interface DayFolder {
  day: string;
  /** `records/v1/tenant=…/date=…`. */
  name: string;
}

/**
 * The folder that holds `records/v1`: the one given, or `call-records` in it. Throws ShapeError when it holds none;
 * the file system's own errors pass through.
 */
export async function findRoot(path: string): Promise<string> {
  for (const find of [() => path, () => pathInside(path, 'call-records')]) {
    const root = find();
    const names = await readdir(root);
    if (names.includes('records')) return root;
    if (!names.includes('call-records')) break;
  }
  throw new ShapeError(
    `Opening ${path}: there is no folder records/v1 in it. Give the folder into which call-records was downloaded`,
  );
}

/** The one tenant whose records are there. Throws ShapeError if there are several or none. */
export async function findTenantFolder(root: string): Promise<string> {
  const names = await readdir(pathInside(root, 'records/v1'));
  const [only, ...others] = names.filter((name) => name.startsWith('tenant='));
  if (only !== undefined && others.length === 0) {
    const name = `records/v1/${only}`;
    pathInside(root, name);
    return name;
  }
  if (only === undefined) throw new ShapeError(`Opening ${root}: it holds no records`);
  throw new ShapeError(
    `Opening ${root}: it holds the records of several tenants. Keep one tenant in a folder`,
  );
}

/** The days that have a folder, the oldest first. The listener is told of links, which may lead out of the archive. */
export async function listDayFolders(
  root: string,
  tenantFolder: string,
  { first = '', last = '9999-12-31' }: { first?: string; last?: string },
  listener: Pick<ReadingListener, 'problem'>,
): Promise<DayFolder[]> {
  const days: DayFolder[] = [];
  for (const folder of await readdir(join(root, tenantFolder), { withFileTypes: true })) {
    const [, day] = /^date=(\d{4}-\d{2}-\d{2})$/.exec(folder.name) ?? [];
    if (day === undefined || day < first || day > last) continue;
    const name = `${tenantFolder}/${folder.name}`;
    if (folder.isSymbolicLink())
      listener.problem({ kind: 'foreign', where: name, why: explainForeign(folder) });
    else days.push({ day, name });
  }
  return days.sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The record files of a day, by their names in `call-records`, in order. The listener is told of every other file. */
export async function listDayFiles(
  root: string,
  { name }: DayFolder,
  listener: Pick<ReadingListener, 'problem'>,
): Promise<string[]> {
  const files: string[] = [];
  const inside = await readdir(join(root, name), { withFileTypes: true });
  for (const file of inside.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const blob = `${name}/${file.name}`;
    if (parseRecordPath(blob) && (file.isFile() || file.isDirectory())) files.push(blob);
    else listener.problem({ kind: 'foreign', where: blob, why: explainForeign(file) });
  }
  return files;
}

function explainForeign(file: Dirent): string {
  if (file.isSymbolicLink()) return 'It is a symbolic link, and links are not followed';
  return file.name.endsWith('.part')
    ? 'It was left by an interrupted download: delete it, and download again'
    : 'It is not named like a record';
}
