/** `manifest.ndjson` beside the records of an export: a line for each file. */
import { statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { z } from 'zod';
import { parseRecordPath } from '../../model/archive-path.ts';
import type { KeptBeside } from '../../model/index-entry.ts';
import { pathInside } from './path-inside.ts';

export const manifestName = 'manifest.ndjson';

const lineForm = z.object({
  blob: z.string().refine((blob) => parseRecordPath(blob) !== undefined),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fetched_at: z.string(),
  reason: z.string(),
});

export function formatExportedLine(blob: string, kept: Required<KeptBeside>): string {
  return JSON.stringify({ blob, sha256: kept.sha256, fetched_at: kept.fetchedAt, reason: kept.reason });
}

/** What is kept beside each record, by day folder, then by name. */
export type Manifest = ReadonlyMap<string, ReadonlyMap<string, KeptBeside>>;

/** Empty if the folder has none. Lines that are cut off or name no record are ignored. */
export async function readManifest(root: string): Promise<Manifest> {
  const days = new Map<string, Map<string, KeptBeside>>();
  const text = await readFile(pathInside(root, manifestName), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  for (const line of text.split('\n')) {
    const parsed = lineForm.safeParse(parseJson(line));
    if (!parsed.success) continue;
    const { blob, sha256, fetched_at: fetchedAt, reason } = parsed.data;
    const day = days.get(dirname(blob)) ?? new Map<string, KeptBeside>();
    days.set(dirname(blob), day.set(blob, { sha256, fetchedAt, reason }));
  }
  return days;
}

/** Ends a line that was cut off, so that it does not spoil the next one. */
export async function endLastLine(root: string): Promise<void> {
  const path = pathInside(root, manifestName);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  await using file = await open(path, 'a+');
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  if (buffer[0] !== 0x0a) await file.writeFile('\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
