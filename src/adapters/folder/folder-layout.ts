/** A downloaded folder as it lies on the disk: where its records are, by day, and what else is in it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShapeError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import type { ReadingListener } from '../../ports/call-archive.ts';

/** A day's folder, with its path below the root. */
export interface DayFolder {
  day: string;
  /** `records/v1/tenant=…/date=…`. */
  name: string;
}

/**
 * The folder that holds `records/v1`: the one given, or `call-records` in it. Throws ShapeError when it holds none, and
 * what the file system throws.
 */
export async function findRoot(path: string): Promise<string> {
  for (const root of [path, join(path, 'call-records')]) {
    const names = await readdir(root);
    if (names.includes('records')) return root;
    if (!names.includes('call-records')) break;
  }
  throw new ShapeError(
    `Opening ${path}: there is no folder records/v1 in it. Give the folder into which call-records was downloaded`,
  );
}

/** The one tenant whose records are there. Throws ShapeError when there are several, or none. */
export async function findTenantFolder(root: string): Promise<string> {
  const names = await readdir(join(root, 'records', 'v1'));
  const [only, ...others] = names.filter((name) => name.startsWith('tenant='));
  if (only !== undefined && others.length === 0) return `records/v1/${only}`;
  if (only === undefined) throw new ShapeError(`Opening ${root}: it holds no records`);
  throw new ShapeError(
    `Opening ${root}: it holds the records of several tenants. Keep one tenant in a folder`,
  );
}

/** The days that have a folder, the oldest first. */
export async function listDayFolders(
  root: string,
  tenantFolder: string,
  { first = '', last = '9999' }: { first?: string; last?: string },
): Promise<DayFolder[]> {
  const names = await readdir(join(root, tenantFolder));
  return names
    .flatMap((name) => /^date=(\d{4}-\d{2}-\d{2})$/.exec(name)?.[1] ?? [])
    .filter((day) => day >= first && day <= last)
    .sort()
    .map((day) => ({ day, name: `${tenantFolder}/date=${day}` }));
}

/** The record files of a day, by their names in `call-records`, in order. What is no record is reported. */
export async function listDayFiles(
  root: string,
  { name }: DayFolder,
  report: Pick<ReadingListener, 'problem'>,
): Promise<string[]> {
  const files: string[] = [];
  for (const file of (await readdir(join(root, name))).sort()) {
    const blob = `${name}/${file}`;
    if (parseRecordPath(blob)) files.push(blob);
    else report.problem({ kind: 'foreign', where: blob, why: explainForeign(file) });
  }
  return files;
}

function explainForeign(file: string): string {
  return file.endsWith('.part')
    ? 'It was left by a download that broke off: delete it, and download again'
    : 'It is not named like a record';
}
