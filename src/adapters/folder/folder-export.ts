/** An export into a folder that can be read like the archive: the same names, and a manifest beside them. */
import { appendFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportTarget } from '../../ports/export-target.ts';
import { partSuffix } from './folder-layout.ts';
import { formatManifestLine, manifestName, readManifest } from './manifest.ts';

/** The folder is made when it is not there. The file system's own errors pass through. */
export async function openFolderExport(root: string): Promise<ExportTarget> {
  await mkdir(root, { recursive: true });
  const manifest = await readManifest(root);
  const known = new Set([...manifest.values()].flatMap((day) => [...day.keys()]));
  return {
    // The line comes after the file; where it is missing the file is put again.
    has: async (blob) => known.has(blob) && (await isFile(join(root, blob))),
    async put(blob, kept, fill) {
      const path = join(root, blob);
      const part = `${path}${partSuffix}`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await using file = await open(part, 'w');
        await fill(async (bytes) => void (await file.write(bytes)));
        await file.sync();
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      await rename(part, path);
      if (!known.has(blob)) await appendFile(join(root, manifestName), `${formatManifestLine(blob, kept)}\n`);
      known.add(blob);
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
