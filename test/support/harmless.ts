/** What must raise no alarm in a sealed archive (docs/proof.md): each with what is told of it. */
import { callIdOf, type SealedArchive } from './sealed-archive.ts';
import { day19, day20, filesOf, path, records, sealName } from './touched-archive.ts';

export interface Harmless {
  what: string;
  do(archive: SealedArchive): unknown;
  /** What does not count and is said; default: nothing. */
  told?: string[];
}

export const harmless: Harmless[] = [
  { what: 'nothing', do: () => undefined },
  {
    what: 'a record archived just behind the listing',
    do: (archive) => void archive.archive(day20, 55, 1, { fetchedAt: '2026-11-21T04:45:00.000Z' }),
    told: [`not-sealed-yet ${records}/${path(day20, 55)}`],
  },
  {
    what: 'a later version on another day',
    do(archive) {
      archive.archive('2026-11-21', 12, 3);
      archive.graph.set(day19, [...(archive.graph.get(day19) ?? []), { id: callIdOf(12), version: '3' }]);
      archive.graph.get(day19)?.sort((a, b) => (a.id < b.id ? -1 : 1));
      return archive.seal('2026-11-22T05:10:00.000Z', { days: [day19, '2026-11-21'] });
    },
  },
  ...(
    [
      ['behind', '2026-11-21T05:00:00.000Z'],
      ['before', '2026-11-21T05:20:00.000Z'],
    ] as const
  ).map(([place, listedAt]) => ({
    what: `records that arrive while the day is sealed, by a clock that is 10 minutes ${place}`,
    async do(archive: SealedArchive) {
      archive.archive(day20, 55, 1, { fetchedAt: '2026-11-21T05:09:00.000Z' });
      await archive.seal('2026-11-21T05:11:00.000Z', { listedAt, days: [day20] });
      archive.archive(day20, 56, 1, { fetchedAt: '2026-11-21T05:10:30.000Z' });
      await archive.seal('2026-11-21T05:25:00.000Z', { days: [day20] });
    },
  })),
  {
    what: 'an erasure that says so',
    do(archive) {
      filesOf(archive).delete(path(day19, 11));
      return archive.seal('2026-11-21T05:30:00.000Z', { days: [day19], because: 'erasure' });
    },
    told: [`call-erased ${callIdOf(11)}`],
  },
  {
    what: 'the newest seal removed, where there is no anchor that it could be missed by',
    do: (archive) => void filesOf(archive, 'call-proof').delete(sealName(3)),
  },
];
