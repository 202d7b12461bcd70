/** What an export keeps beside the records of a folder: `manifest.ndjson`, a line for each file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dirname } from 'node:path/posix';
import { z } from 'zod';
import type { KeptBeside } from '../../model/index-entry.ts';

export const manifestName = 'manifest.ndjson';

const lineForm = z.object({
  blob: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fetched_at: z.string(),
  reason: z.string(),
});

export function formatManifestLine(blob: string, kept: Required<KeptBeside>): string {
  return JSON.stringify({ blob, sha256: kept.sha256, fetched_at: kept.fetchedAt, reason: kept.reason });
}

/** What is kept beside each record, by the folder of its day and then by its name. */
export type Manifest = ReadonlyMap<string, ReadonlyMap<string, KeptBeside>>;

/** Empty where the folder has none. A line that broke off is as if it were not there. */
export async function readManifest(root: string): Promise<Manifest> {
  const days = new Map<string, Map<string, KeptBeside>>();
  const text = await readFile(join(root, manifestName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  for (const line of text.split('\n')) {
    const parsed = lineForm.safeParse(parseJson(line));
    if (!parsed.success) continue;
    const { blob, sha256, fetched_at: fetchedAt, reason } = parsed.data;
    const day = days.get(dirname(blob)) ?? new Map<string, KeptBeside>();
    days.set(dirname(blob), day.set(blob, { sha256, fetchedAt, reason }));
  }
  return days;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
