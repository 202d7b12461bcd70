/** Paths below a folder that a person named: its content comes from elsewhere, and must not lead out of it. */
import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { IntegrityError, LinkError } from '../../errors.ts';

/**
 * The path of `name`, with `/` between its parts, below `root`. It need not exist yet. Throws LinkError where a part is a
 * symbolic link, IntegrityError where it is not a plain name; the file system's own errors pass through.
 */
export function pathInside(root: string, name: string): string {
  return name.split('/').reduce((folder, part) => look(folder, part).path, root);
}

/** What is there; without `stats`, nothing. */
interface Found {
  path: string;
  stats: Stats | undefined;
}

/** Finds files as `pathInside` does. The folder of the last one is not looked at again for the next. */
export function makeFinder(root: string): (name: string) => Found {
  let last = { name: '', folder: root };
  return (name) => {
    const end = Math.max(0, name.lastIndexOf('/'));
    const own = name.slice(0, end);
    if (own !== last.name) last = { name: own, folder: pathInside(root, own) };
    return look(last.folder, end === 0 ? name : name.slice(end + 1));
  };
}

function look(folder: string, name: string): Found {
  if (/^\.{0,2}$|[\\\0]/.test(name)) throw new IntegrityError(`Using ${name}: it leads out of ${folder}`);
  const path = join(folder, name);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink())
    throw new LinkError(`Using ${path}: it is a symbolic link, and links are not followed`);
  return { path, stats };
}
