/** A day of mixed calls as a downloaded archive. */
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

export async function writeDay(
  root: string,
  calls: number,
  { meetingSessions = 0 }: { meetingSessions?: number } = {},
): Promise<void> {
  const write = async (record: SimulatedRecord) => {
    const { id: callId, version } = record;
    const path = join(
      root,
      'call-records',
      recordPath({ tenantId: benchTenant, callId, version, callDay: benchDay }),
    );
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, gzipSync(expectedDocument(record)));
  };
  for (const record of makeMixedDay('bench', calls, { day: benchDay })) await write(record);
  if (meetingSessions > 0)
    await write(
      makeRecord('meeting', { sessions: meetingSessions, endedAt: new Date(`${benchDay}T10:00:00Z`) }),
    );
}
