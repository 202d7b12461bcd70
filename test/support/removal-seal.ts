/** A seal that says of one file of a day that it was removed. */

export interface Removal {
  tenantId: string;
  sequence: number;
  day: string;
  path: string;
  because: 'erasure' | 'retention';
}

/** Made on 2 December 2026. */
export function makeRemovalSeal({ tenantId, sequence, day, path, because }: Removal): Buffer {
  const was = { sha256: 'a'.repeat(64), bytes: 1, size: 1, md5: '', meta: 'b'.repeat(64), fetched_at: '' };
  const lines = { path: 'x', sha256: 'c'.repeat(64), entries: 0 };
  return Buffer.from(
    JSON.stringify({
      schema: 1,
      tenantId,
      sequence,
      sealedAt: '2026-12-02T05:10:00Z',
      previous: null,
      app: { name: 'a', version: '1' },
      sealsFrom: day,
      stampExpected: false,
      days: [
        {
          date: day,
          state: 'final',
          listedAt: '2026-12-02T05:10:00Z',
          manifest: { ...lines, root: 'd'.repeat(64) },
          graph: { reason: 'none' },
          changes: [{ path, was, is: null, because }],
          added: 0,
        },
      ],
    }),
  );
}
