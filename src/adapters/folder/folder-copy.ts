/** Copies of files in a folder, which `--path` reads: its containers as folders, side by side. */
import { lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { names } from '../../config/names.ts';
import type { CopyTarget } from '../../ports/copy-target.ts';
import { pathInside } from './path-inside.ts';
import { recordFolder } from './record-folder.ts';
import { removeLeftovers, writeWhole } from './whole-file.ts';

/** The folder is created if missing. The file system's own errors pass through; a path that leads out of it is one, too. */
export async function openFolderCopy(root: string): Promise<CopyTarget> {
  await mkdir(root, { recursive: true });
  const parts = pathInside(root, '.call-archive-export');
  await removeLeftovers(parts);
  const place = (container: string, path: string) =>
    container === names.containers.records
      ? pathInside(recordFolder(root), path)
      : pathInside(root, `${container}/${path}`);
  return {
    async sizeOf(container, path) {
      const found = lstatSync(place(container, path), { throwIfNoEntry: false });
      return found?.isFile() ? found.size : undefined;
    },
    async put(container, path, bytes) {
      await writeWhole(place(container, path), parts, async (file) => {
        for await (const part of bytes) await file.writeFile(part);
        await file.sync();
      });
    },
  };
}
