/** Paths below a folder that a person named: its content comes from elsewhere, and must not lead out of it. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { IntegrityError } from '../../errors.ts';

/**
 * The path of `name`, with `/` between its parts, below `root`. It need not exist yet. Throws IntegrityError where a part
 * is a symbolic link or is not a plain name; the file system's own errors pass through.
 */
export function pathInside(root: string, name: string): string {
  let path = root;
  for (const part of name.split('/')) {
    if (/^\.{0,2}$|[\\\0]/.test(part)) throw new IntegrityError(`Using ${name}: it leads out of ${root}`);
    path = join(path, part);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new IntegrityError(`Using ${path}: it is a symbolic link, and links are not followed`);
  }
  return path;
}
