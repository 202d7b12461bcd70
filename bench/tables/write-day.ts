/** A day of mixed calls as a downloaded archive. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeMixedDay } from '../../local/graph-simulator/generator/make-mixed-day.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import { recordPath } from '../../src/model/archive-path.ts';

export const benchDay = '2026-11-24';
export const benchTenant = '7e1a0c2d-0000-4000-8000-0000000000aa';
/** The SHA-256 of each document by its path, as JSON. */
export const hashesName = 'hashes.json';

/** Gives how many bytes the files have. */
export async function writeDay(
  root: string,
  calls: number,
  { meetingSessions = 0 }: { meetingSessions?: number } = {},
): Promise<number> {
  const hashes: Record<string, string> = {};
  let packedBytes = 0;
  const write = async (record: SimulatedRecord) => {
    const { id: callId, version } = record;
    const path = recordPath({ tenantId: benchTenant, callId, version, callDay: benchDay });
    const document = expectedDocument(record);
    hashes[path] = createHash('sha256').update(document).digest('hex');
    const file = gzipSync(document);
    packedBytes += file.length;
    await mkdir(dirname(join(root, 'call-records', path)), { recursive: true });
    await writeFile(join(root, 'call-records', path), file);
  };
  for (const record of makeMixedDay('bench', calls, { day: benchDay })) await write(record);
  if (meetingSessions > 0)
    await write(
      makeRecord('meeting', { sessions: meetingSessions, endedAt: new Date(`${benchDay}T10:00:00Z`) }),
    );
  await writeFile(join(root, hashesName), JSON.stringify(hashes));
  return packedBytes;
}
