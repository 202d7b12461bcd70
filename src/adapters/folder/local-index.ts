/**
 * The local index of a downloaded folder: a file for each day with the rows and keys of its records, made by
 * `call-archive index`. It is derived: it can be deleted at any time, and a day that changed since is read from its records.
 */
import { hash } from 'node:crypto';
import { type BigIntStats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { basename } from 'node:path/posix';
import { setTimeout as delay } from 'node:timers/promises';
import type { FindBy } from '../../model/index-rows.ts';
import { type DayState, readDayIndex, readDayPeople } from './day-index.ts';
import type { DayFolder } from './folder-layout.ts';
import type { FolderPlace } from './folder-place.ts';
import type { IndexedPerson } from './index-lines.ts';
import { type Manifest, manifestName } from './manifest.ts';
import { pathInside } from './path-inside.ts';
import type { KnownDays } from './scan-days.ts';
import { listIfThere, writeWhole } from './whole-file.ts';

const indexFolderName = '.call-archive-index';
const suffix = '.ndjson';
const tickMs = 20;

/** Finds what a search by this key needs, or everything without a key. Days that have changed are not known. */
export function knownDays(place: FolderPlace, by?: FindBy): KnownDays {
  const open = openLocalIndex(place);
  return (day) => {
    const { path, isCurrent } = open(day);
    return readDayIndex(path, { dayName: day.name, by }, isCurrent);
  };
}

/** The people of a day, as far as its index knows them. */
export function knownPeople(place: FolderPlace): (day: DayFolder) => Promise<IndexedPerson[] | undefined> {
  const open = openLocalIndex(place);
  return (day) => {
    const { path, isCurrent } = open(day);
    return readDayPeople(path, isCurrent);
  };
}

function openLocalIndex({ root, tenantFolder, manifest }: FolderPlace) {
  const current = manifestStamp(root);
  const folder = pathInside(root, `${indexFolderName}/${tenantFolder}`);
  return (day: DayFolder) => ({
    path: pathInside(folder, `${basename(day.name)}${suffix}`),
    isCurrent: async ({ changed, manifest: stamp, kept }: DayState) =>
      changed === lastChange(root, day) && (stamp === current || kept === keptDigest(await manifest(), day)),
  });
}

/** Looks at the files without reading them. Take the stamp before reading the manifest. */
export async function readDayState(
  root: string,
  day: DayFolder,
  { stamp, manifest }: { stamp: string; manifest: Manifest },
): Promise<DayState> {
  const changed = lastChange(root, day);
  // Changes within the same tick of the file system's clock would go unnoticed.
  if (Date.now() - Number(BigInt(changed) / 1_000_000n) < tickMs) await delay(tickMs);
  const files = (await readdir(join(root, day.name))).sort().map((file) => {
    const { size, mtimeNs } = statOf(join(root, day.name, file));
    return `${file} ${size} ${mtimeNs}`;
  });
  return { changed, files: digest(files.join('\n')), manifest: stamp, kept: keptDigest(manifest, day) };
}

/** Differs if the manifest may have changed. */
export function manifestStamp(root: string): string {
  const found = statSync(pathInside(root, manifestName), { bigint: true, throwIfNoEntry: false });
  return found ? `${found.size} ${found.mtimeNs}` : '';
}

/** The names of the day folders in the index. */
export async function listIndexedDays(root: string, tenantFolder: string): Promise<string[]> {
  const files = await listIfThere(pathInside(root, `${indexFolderName}/${tenantFolder}`));
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => `${tenantFolder}/${file.slice(0, -suffix.length)}`);
}

export function localIndexPath(root: string): string {
  return pathInside(root, indexFolderName);
}

export function dayIndexPath(root: string, dayName: string): string {
  return pathInside(root, `${indexFolderName}/${dayName}${suffix}`);
}

export async function writeDayIndex(root: string, day: DayFolder, bytes: Buffer): Promise<void> {
  await writeWhole(dayIndexPath(root, day.name), localIndexPath(root), (file) => file.writeFile(bytes));
}

/** When a file was last added to or removed from the day's folder. */
export function lastChange(root: string, { name }: DayFolder): string {
  return String(statOf(join(root, name)).mtimeNs);
}

function keptDigest(manifest: Manifest, { name }: DayFolder): string {
  return digest(JSON.stringify([...(manifest.get(name) ?? [])]));
}

function digest(text: string): string {
  return hash('sha256', text).slice(0, 32);
}

function statOf(path: string): BigIntStats {
  return statSync(path, { bigint: true });
}
