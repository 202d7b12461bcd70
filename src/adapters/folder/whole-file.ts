/** Files that appear complete or not at all, even with several writers. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hourMs } from '../../model/durations.ts';

const partSuffix = '.part';
/** Nobody writes a file for longer. */
const leftoverMs = hourMs;

/** The file is filled in the folder `parts`, on the same disk. Errors of `fill` pass through and leave nothing behind. */
export async function writeWhole(
  path: string,
  parts: string,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const part = join(parts, `${randomUUID()}${partSuffix}`);
  await Promise.all([parts, dirname(path)].map((folder) => mkdir(folder, { recursive: true })));
  try {
    await fillNew(part, fill);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function fillNew(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  await using file = await open(path, 'wx');
  await fill(file);
}

/** Removes what programs that were killed while writing left in `parts`. */
export async function removeLeftovers(parts: string): Promise<void> {
  for (const name of (await listIfThere(parts)).filter((file) => file.endsWith(partSuffix))) {
    const path = join(parts, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && found.mtimeMs < Date.now() - leftoverMs) await rm(path, { force: true });
  }
}

export async function listIfThere(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
}
