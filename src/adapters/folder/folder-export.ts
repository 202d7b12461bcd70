/** An export into a folder that can be read like the archive: the same names, and a manifest beside them. */
import { lstatSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { IntegrityError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import type { ExportTarget } from '../../ports/export-target.ts';
import { endLastLine, formatExportedLine, manifestName, readManifest } from './manifest.ts';
import { pathInside } from './path-inside.ts';
import { removeLeftovers, writeWhole } from './whole-file.ts';

/** The folder is created if missing. The file system's own errors pass through. */
export async function openFolderExport(root: string): Promise<ExportTarget> {
  await mkdir(root, { recursive: true });
  const parts = pathInside(root, '.call-archive-export');
  await removeLeftovers(parts);
  await endLastLine(root);
  const manifest = await readManifest(root);
  const known = new Set([...manifest.values()].flatMap((day) => [...day.keys()]));
  return {
    // The line comes after the file; without it the file is written again.
    has: async (blob) => known.has(blob) && isFile(placeOfRecord(root, blob)),
    async put(blob, kept, fill) {
      await writeWhole(placeOfRecord(root, blob), parts, async (file) => {
        await fill((bytes) => file.writeFile(bytes));
        await file.sync();
      });
      if (!known.has(blob))
        await appendFile(pathInside(root, manifestName), `${formatExportedLine(blob, kept)}\n`);
      known.add(blob);
    },
  };
}

/** Throws IntegrityError if the name or a link would lead out of the folder. */
function placeOfRecord(root: string, blob: string): string {
  if (!parseRecordPath(blob)) throw new IntegrityError(`Exporting ${blob}: it is not the name of a record`);
  return pathInside(root, blob);
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
