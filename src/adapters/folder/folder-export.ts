/** An export into a folder that can be read like the archive: the same names, and a manifest beside them. */
import { appendFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportTarget } from '../../ports/export-target.ts';
import { endLastLine, formatManifestLine, manifestName, readManifest } from './manifest.ts';
import { removeLeftovers, writeWhole } from './whole-file.ts';

/** The folder is made when it is not there. The file system's own errors pass through. */
export async function openFolderExport(root: string): Promise<ExportTarget> {
  const parts = join(root, '.call-archive-export');
  await mkdir(root, { recursive: true });
  await removeLeftovers(parts);
  await endLastLine(root);
  const manifest = await readManifest(root);
  const known = new Set([...manifest.values()].flatMap((day) => [...day.keys()]));
  return {
    // The line comes after the file; where it is missing the file is put again.
    has: async (blob) => known.has(blob) && (await isFile(join(root, blob))),
    async put(blob, kept, fill) {
      await writeWhole(join(root, blob), parts, async (file) => {
        await fill((bytes) => file.writeFile(bytes));
        await file.sync();
      });
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
