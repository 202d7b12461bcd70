/** A sealed day of mixed calls as a downloaded archive. */
import { hash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeMixedDay } from '../../local/graph-simulator/generator/make-mixed-day.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import { recordPath } from '../../src/model/archive-path.ts';
import {
  compareEntries,
  formatManifestLine,
  hashMetadata,
  type ManifestEntry,
} from '../../src/proof/manifest-line.ts';
import { manifestPath, proofContainer } from '../../src/proof/proof-paths.ts';
import type { DayManifest } from '../../src/tables/day-files.ts';

export const benchDay = '2026-11-24';
export const benchTenant = '7e1a0c2d-0000-4000-8000-0000000000aa';
/** What the day's seal says of its manifest, as JSON. */
export const sealedName = 'sealed.json';

/** Gives how many bytes the files have. */
export async function writeDay(
  root: string,
  calls: number,
  { meetingSessions = 0 }: { meetingSessions?: number } = {},
): Promise<number> {
  const entries: ManifestEntry[] = [];
  const write = async (record: SimulatedRecord) => {
    const { id: callId, version } = record;
    const path = recordPath({ tenantId: benchTenant, callId, version, callDay: benchDay });
    const document = expectedDocument(record);
    const file = gzipSync(document);
    entries.push({
      container: 'call-records',
      path,
      sha256: hash('sha256', document),
      bytes: document.length,
      size: file.length,
      md5: hash('md5', file, 'base64'),
      meta: hashMetadata({}),
      fetchedAt: `${benchDay}T12:00:00.000Z`,
    });
    await writeWithFolder(join(root, 'call-records', path), file);
  };
  for (const record of makeMixedDay('bench', calls, { day: benchDay })) await write(record);
  if (meetingSessions > 0)
    await write(
      makeRecord('meeting', { sessions: meetingSessions, endedAt: new Date(`${benchDay}T10:00:00Z`) }),
    );
  await writeManifest(root, entries);
  return entries.reduce((sum, { size }) => sum + size, 0);
}

async function writeManifest(root: string, entries: readonly ManifestEntry[]): Promise<void> {
  const lines = entries.toSorted(compareEntries).map((entry) => `${formatManifestLine(entry)}\n`);
  const text = lines.join('');
  const sealed: DayManifest = {
    path: manifestPath(benchDay, '20261125T051000Z', '00000000'),
    sha256: hash('sha256', text),
    entries: entries.length,
    // Nothing that makes tables computes it.
    root: hash('sha256', ''),
  };
  await writeWithFolder(join(root, proofContainer, sealed.path), gzipSync(text));
  await writeFile(join(root, sealedName), JSON.stringify(sealed));
}

async function writeWithFolder(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
