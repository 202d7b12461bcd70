/** A downloaded archive as a checker sees it: its containers as folders, side by side. Links are not followed. */
import { createReadStream, type Dirent, lstatSync, readFileSync } from 'node:fs';
import { opendir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { dirname } from 'node:path/posix';
import { once } from '../../concurrency/once.ts';
import { names } from '../../config/names.ts';
import { IntegrityError } from '../../errors.ts';
import type { HeldFiles } from '../../ports/held-files.ts';
import { readManifest } from './manifest.ts';
import { makeFinder, pathInside } from './path-inside.ts';
import { isFolder, recordFolder } from './record-folder.ts';

const { records } = names.containers;

/** A file of this length is read in one piece, without a thread: that costs a fraction. */
const smallBytes = 256 * 1024;

/** Nothing is read yet. The file system's own errors pass through; that a container is missing is not an error. */
export function openFolderHeldFiles(path: string): HeldFiles {
  const manifest = once(async () => readManifest(await containerFolder(path, records)));
  const finders = new Map<string, () => Promise<ReturnType<typeof makeFinder>>>();

  async function find(
    container: string,
    name: string,
  ): Promise<{ file: string; sizeBytes: number } | undefined> {
    const finder =
      finders.get(container) ?? once(async () => makeFinder(await containerFolder(path, container)));
    finders.set(container, finder);
    const { path: file, stats } = (await finder())(name);
    return stats?.isFile() ? { file, sizeBytes: stats.size } : undefined;
  }

  return {
    async *list(container, prefix) {
      const root = await containerFolder(path, container);
      const days = container === records ? await manifest() : undefined;
      for await (const name of walk(root, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix)) {
        const stats = lstatSync(join(root, name), { throwIfNoEntry: false });
        if (!stats?.isFile()) continue;
        const { fetchedAt, reason } = days?.get(dirname(name))?.get(name) ?? {};
        yield { path: name, sizeBytes: stats.size, md5: undefined, metadata: undefined, fetchedAt, reason };
      }
    },
    async read(container, name, maxBytes) {
      const found = await find(container, name);
      if (!found) return undefined;
      const { sizeBytes } = found;
      if (sizeBytes > maxBytes)
        throw new IntegrityError(
          `Reading ${container}/${name}: ${sizeBytes} bytes are more than ${maxBytes}`,
        );
      return readFile(found.file);
    },
    async open(container, name) {
      const found = await find(container, name);
      if (!found) return undefined;
      return found.sizeBytes <= smallBytes ? readAtOnce(found.file) : createReadStream(found.file);
    },
  };
}

async function* readAtOnce(file: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(file);
}

/**
 * Where a container was downloaded to: a folder of its name in the one given; for the records the one given, too; and
 * beside it if that is `call-records`. It need not exist.
 */
export async function containerFolder(path: string, container: string): Promise<string> {
  await stat(path);
  if (container === records) return recordFolder(path);
  const inside = pathInside(path, container);
  const isBeside = !isFolder(inside) && basename(resolve(path)) === records;
  return isBeside ? pathInside(resolve(path, '..'), container) : inside;
}

/** The names of files under a prefix, sorted by their bytes. `folder` is empty or ends with a slash. */
async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<string> {
  for (const [name, isFolder] of await listSorted(root, folder, prefix)) {
    const path = `${folder}${name}`;
    if (isFolder) yield* walk(root, path, prefix);
    else yield path;
  }
}

/** Folders end with a slash: that is how their files are named, and so how they are sorted. */
async function listSorted(
  root: string,
  folder: string,
  prefix: string,
): Promise<[name: string, isFolder: boolean][]> {
  const place = folder === '' ? root : pathInside(root, folder.slice(0, -1));
  // Of a large day's names only those that are wanted are held.
  const inside: AsyncIterable<Dirent> | Dirent[] = await opendir(place, { bufferSize: 1000 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
      return [];
    },
  );
  const found: { name: string; bytes: string }[] = [];
  for await (const one of inside) {
    if (!one.isFile() && !one.isDirectory()) continue;
    const name = one.isDirectory() ? `${one.name}/` : one.name;
    if (`${folder}${name}`.startsWith(prefix))
      found.push({ name, bytes: Buffer.from(name).toString('latin1') });
  }
  return found.sort((a, b) => (a.bytes < b.bytes ? -1 : 1)).map(({ name }) => [name, name.endsWith('/')]);
}
