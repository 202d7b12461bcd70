/** Rows of sealed days, whole, with what a test wants otherwise. */
import type { SealedDayRow } from '../../src/model/sealed-day-row.ts';

export function sealedDayRow(day: string, changes: Partial<SealedDayRow> = {}): SealedDayRow {
  return {
    day,
    sequence: 7,
    sealedAt: '2026-11-30T05:10:00.000Z',
    state: 'open',
    listedAt: '2026-11-30T05:00:00.000Z',
    manifest: {
      path: `manifests/v1/date=${day}/20261130T051000Z-0a1b2c3d.ndjson.gz`,
      sha256: 'a'.repeat(64),
      entries: 131,
      root: 'b'.repeat(64),
    },
    calls: 128,
    graph: undefined,
    reason: undefined,
    unexplained: 0,
    ...changes,
  };
}
