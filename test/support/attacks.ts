/** What must be found in a sealed archive (docs/proof.md): each attack with what is found of it. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Seal } from '../../src/proof/seal.ts';
import type { VerifyOptions } from '../../src/proof/verify-archive.ts';
import { callIdOf, fakeStamp, makeSealedArchive, type SealedArchive } from './sealed-archive.ts';
import {
  alterRecord,
  day19,
  day20,
  fileOf,
  filesOf,
  firstManifest,
  path,
  records,
  rewriteFrom,
  sealName,
} from './touched-archive.ts';

export interface Attack {
  what: string;
  do(archive: SealedArchive): void | Promise<void>;
  options?(archive: SealedArchive): Partial<VerifyOptions>;
  stamps?: boolean;
  /** What must be among the findings; a function says it for the archive as it is then. */
  found: string[] | ((archive: SealedArchive) => string[]);
  /** In a folder, if other than online. */
  offline?: string[];
  verdict?: 'integrity' | 'gap';
}

export const attacks: Attack[] = [
  {
    what: 'a record altered in one bit, with right CRC, MD5 and metadata',
    do: (archive) => alterRecord(archive, path(day19, 11)),
    found: [`altered ${records}/${path(day19, 11)}`, `metadata-altered ${records}/${path(day19, 11)}`],
    offline: [`altered ${records}/${path(day19, 11)}`],
  },
  {
    what: 'a record altered under its old metadata',
    do(archive) {
      const kept = { ...fileOf(archive, path(day19, 11)).metadata };
      alterRecord(archive, path(day19, 11));
      fileOf(archive, path(day19, 11)).metadata = kept;
    },
    found: [`altered ${records}/${path(day19, 11)}`],
  },
  {
    what: 'its metadata altered',
    do(archive) {
      const file = fileOf(archive, path(day19, 11));
      file.metadata = { ...file.metadata, reason: 'backfill' };
    },
    found: [`metadata-altered ${records}/${path(day19, 11)}`],
    offline: [],
  },
  {
    what: 'its MD5 in storage altered',
    do(archive) {
      fileOf(archive, path(day19, 11)).md5 = createHash('md5').update('other').digest('base64');
    },
    found: [`metadata-altered ${records}/${path(day19, 11)}`],
    offline: [],
  },
  {
    what: 'recompressed to the same document',
    do(archive) {
      const file = fileOf(archive, path(day19, 11));
      file.bytes = gzipSync(gunzipSync(file.bytes), { level: 0 });
    },
    found: [`recompressed ${records}/${path(day19, 11)}`],
  },
  {
    what: 'cut off',
    do(archive) {
      const file = fileOf(archive, path(day19, 11));
      file.bytes = file.bytes.subarray(0, file.bytes.length - 3);
    },
    found: [`altered ${records}/${path(day19, 11)}`],
  },
  {
    what: 'replaced by a bomb of 20 MB',
    do(archive) {
      fileOf(archive, path(day19, 11)).bytes = gzipSync(Buffer.alloc(20_000_000));
    },
    found: [`altered ${records}/${path(day19, 11)}`],
  },
  {
    what: 'removed',
    do: (archive) => void filesOf(archive).delete(path(day19, 11)),
    found: [`removed ${records}/${path(day19, 11)}`],
  },
  {
    what: 'a report removed',
    do(archive) {
      for (const name of [...filesOf(archive, 'call-reports').keys()])
        if (name.includes(day19)) filesOf(archive, 'call-reports').delete(name);
    },
    found: (archive) => reportNames(archive, day19).map((name) => `removed call-reports/${name}`),
  },
  {
    what: 'removed and the day sealed again',
    async do(archive) {
      filesOf(archive).delete(path(day19, 11));
      await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
    },
    found: [`call-missing ${callIdOf(11)}`, `change-unexplained ${records}/${path(day19, 11)}`],
  },
  {
    what: 'removed, sealed again, and the seal made to say nothing of it',
    async do(archive) {
      filesOf(archive).delete(path(day19, 11));
      await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
      rewriteFrom(archive, 4, (seal) => ({
        ...seal,
        days: seal.days.map((day) => ({ ...day, changes: [] })),
      }));
    },
    found: [`call-missing ${callIdOf(11)}`, `change-unrecorded ${records}/${path(day19, 11)}`],
  },
  {
    what: 'altered, sealed again, and called an erasure',
    async do(archive) {
      alterRecord(archive, path(day19, 11));
      await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
      rewriteFrom(archive, 4, (seal) => ({
        ...seal,
        days: seal.days.map((day) => ({
          ...day,
          changes: day.changes.map((change) => ({ ...change, because: 'erasure' as const })),
        })),
      }));
    },
    found: [`change-unexplained ${records}/${path(day19, 11)}`],
  },
  {
    what: 'added with an old fetched_at',
    do: (archive) => void archive.archive(day19, 77, 1, { fetchedAt: `${day19}T12:00:00.000Z` }),
    found: [`added ${records}/${path(day19, 77)}`],
  },
  {
    what: 'added with an old fetched_at and the day sealed again',
    async do(archive) {
      archive.archive(day19, 77, 1, { fetchedAt: `${day19}T12:00:00.000Z` });
      await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
    },
    found: [`change-unexplained ${records}/${path(day19, 77)}`],
  },
  {
    what: 'added with a fetched_at that is not there yet',
    do: (archive) => void archive.archive(day19, 77, 1, { fetchedAt: '2027-01-01T00:00:00.000Z' }),
    found: [`added ${records}/${path(day19, 77)}`],
  },
  {
    what: 'renamed to another call',
    do(archive) {
      const file = fileOf(archive, path(day19, 11));
      filesOf(archive).delete(path(day19, 11));
      filesOf(archive).set(path(day19, 78), file);
    },
    found: [`added ${records}/${path(day19, 78)}`, `removed ${records}/${path(day19, 11)}`],
  },
  {
    what: 'moved to another day',
    do(archive) {
      const file = fileOf(archive, path(day19, 11));
      filesOf(archive).delete(path(day19, 11));
      filesOf(archive).set(path(day20, 11), file);
    },
    found: [`added ${records}/${path(day20, 11)}`, `removed ${records}/${path(day19, 11)}`],
  },
  {
    what: 'something that is no record put among them',
    do: (archive) =>
      archive.holding.put(records, path(day19, 11).replace('.json.gz', '.json'), Buffer.from('{}')),
    found: [`foreign ${records}/${path(day19, 11).replace('.json.gz', '.json')}`],
  },
  {
    what: 'an older version removed',
    do: (archive) => void filesOf(archive).delete(path(day19, 12, 1)),
    found: [`removed ${records}/${path(day19, 12, 1)}`],
  },
  {
    what: 'a manifest altered',
    do(archive) {
      const file = fileOf(archive, firstManifest(archive), 'call-proof');
      file.bytes = gzipSync(gunzipSync(file.bytes).toString().replace('"size":', '"size":1'));
    },
    found: (archive) => [`proof-altered call-proof/${firstManifest(archive)}`],
  },
  {
    what: 'two lines of a manifest exchanged',
    do(archive) {
      const file = fileOf(archive, firstManifest(archive), 'call-proof');
      const [one = '', two = '', ...more] = gunzipSync(file.bytes).toString().split('\n');
      file.bytes = gzipSync([two, one, ...more].join('\n'));
    },
    found: (archive) => [`proof-altered call-proof/${firstManifest(archive)}`],
  },
  {
    what: 'a line of a manifest there twice, and the seal made to fit but for its tree',
    do(archive) {
      const file = fileOf(archive, firstManifest(archive, 2, 1), 'call-proof');
      const [one = '', ...more] = gunzipSync(file.bytes).toString().split('\n');
      const text = [one, one, ...more].join('\n');
      file.bytes = gzipSync(text);
      rewriteFrom(archive, 3, (seal) => withManifest(seal, 1, text));
    },
    found: (archive) => [`proof-altered call-proof/${firstManifest(archive, 2, 1)}`],
  },
  {
    what: 'a manifest that is no gzip',
    do(archive) {
      fileOf(archive, firstManifest(archive), 'call-proof').bytes = Buffer.from('no gzip at all');
    },
    found: (archive) => [`proof-altered call-proof/${firstManifest(archive)}`],
  },
  {
    what: 'a manifest removed',
    do: (archive) => void filesOf(archive, 'call-proof').delete(firstManifest(archive)),
    found: (archive) => [`proof-missing call-proof/${firstManifest(archive)}`],
  },
  {
    what: 'a seal that leads out of the proof',
    do: (archive) =>
      rewriteFrom(archive, 3, (seal) => ({
        ...seal,
        days: seal.days.map((day) => ({ ...day, manifest: { ...day.manifest, path: '../../etc/passwd' } })),
      })),
    found: [`seal-inconsistent call-proof/${sealName(3)}`],
  },
  {
    what: 'Graph’s list altered',
    do(archive) {
      const list = listOf(archive, 2, 0);
      const file = fileOf(archive, list, 'call-proof');
      file.bytes = gzipSync(gunzipSync(file.bytes).toString().split('\n').slice(1).join('\n'));
    },
    found: (archive) => [`proof-altered call-proof/${listOf(archive, 2, 0)}`],
  },
  {
    what: 'a call that is missing left out of the seal',
    async do(archive) {
      archive.graph.set(day19, [{ id: callIdOf(99), version: '1' }]);
      await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
      rewriteFrom(archive, 4, (seal) => ({
        ...seal,
        days: seal.days.map((day) =>
          'reason' in day.graph ? day : { ...day, graph: { ...day.graph, missing: [] } },
        ),
      }));
    },
    found: [`comparison-differs ${callIdOf(99)}`],
  },
  {
    what: 'a seal altered',
    do(archive) {
      const file = fileOf(archive, sealName(2), 'call-proof');
      file.bytes = Buffer.from(
        Buffer.from(file.bytes).toString().replace('"teams-call-archive"', '"another"'),
      );
    },
    found: [`chain-broken call-proof/${sealName(3)}`],
  },
  {
    what: 'the newest seal altered',
    do(archive) {
      const file = fileOf(archive, sealName(3), 'call-proof');
      file.bytes = Buffer.from(
        Buffer.from(file.bytes).toString().replace('"teams-call-archive"', '"another"'),
      );
    },
    options: (archive) => ({ expect: [originalAnchor(archive)] }),
    found: [`anchor-differs call-proof/${sealName(3)}`],
  },
  {
    what: 'a seal that is 20 MB of spaces',
    do(archive) {
      fileOf(archive, sealName(2), 'call-proof').bytes = Buffer.alloc(20_000_000, 0x20);
    },
    found: [`seal-altered call-proof/${sealName(2)}`],
  },
  {
    what: 'a seal that calls itself one of a later form',
    do(archive) {
      const file = fileOf(archive, sealName(3), 'call-proof');
      file.bytes = Buffer.from(Buffer.from(file.bytes).toString().replace('"schema":1', '"schema":2'));
    },
    found: [`seal-unknown call-proof/${sealName(3)}`],
  },
  {
    what: 'one removed in the middle',
    do: (archive) => void filesOf(archive, 'call-proof').delete(sealName(2)),
    found: [`seal-missing call-proof/${sealName(2)}`],
  },
  {
    what: 'two in a row removed',
    async do(archive) {
      await archive.seal('2026-11-21T05:30:00.000Z', { days: [] });
      for (const sequence of [2, 3]) filesOf(archive, 'call-proof').delete(sealName(sequence));
    },
    found: [`seal-missing call-proof/${sealName(2)}`],
  },
  {
    what: 'the first two removed',
    do(archive) {
      for (const sequence of [1, 2]) filesOf(archive, 'call-proof').delete(sealName(sequence));
    },
    found: [`seal-missing call-proof/${sealName(1)}`],
  },
  {
    what: 'the newest removed, with an anchor',
    do: (archive) => void filesOf(archive, 'call-proof').delete(sealName(3)),
    options: (archive) => ({ expect: [originalAnchor(archive)] }),
    found: [`anchor-missing call-proof/${sealName(3)}`],
  },
  {
    what: 'the newest removed, its stamp forgotten',
    stamps: true,
    do: (archive) => void filesOf(archive, 'call-proof').delete(sealName(3)),
    found: ['stamp-without-seal call-proof/seals/v1/00000003.tsr'],
  },
  {
    what: 'a chain written anew from some day on, with an anchor',
    do: (archive) => rewriteFrom(archive, 2, (seal) => ({ ...seal, app: { ...seal.app, version: '0.1.1' } })),
    options: (archive) => ({ expect: [originalAnchor(archive)] }),
    found: [`anchor-differs call-proof/${sealName(3)}`],
  },
  {
    what: 'a chain written anew from some day on, by its stamps',
    stamps: true,
    do: (archive) => rewriteFrom(archive, 2, (seal) => ({ ...seal, app: { ...seal.app, version: '0.1.1' } })),
    options: () => ({ ca: Buffer.from('authority') }),
    found: ['stamp-late call-proof/seals/v1/00000002.tsr', 'stamp-late call-proof/seals/v1/00000003.tsr'],
  },
  {
    what: 'stamps removed',
    stamps: true,
    do(archive) {
      for (const sequence of [1, 2, 3])
        filesOf(archive, 'call-proof').delete(sealName(sequence).replace('.json', '.tsr'));
    },
    options: () => ({ now: new Date('2026-11-22T06:00:00Z') }),
    found: [
      'stamp-missing call-proof/seals/v1/00000001.tsr',
      'stamp-missing call-proof/seals/v1/00000002.tsr',
    ],
  },
  {
    what: 'a stamp of another seal',
    stamps: true,
    do(archive) {
      const other = fileOf(archive, 'seals/v1/00000002.tsr', 'call-proof');
      filesOf(archive, 'call-proof').set('seals/v1/00000003.tsr', other);
    },
    found: ['stamp-wrong call-proof/seals/v1/00000003.tsr'],
  },
  {
    what: 'a stamp of another authority',
    stamps: true,
    do(archive) {
      const seal = fileOf(archive, sealName(3), 'call-proof').bytes;
      const bytes = fakeStamp(seal, '2026-11-21T05:10:00.000Z', 'somebody');
      filesOf(archive, 'call-proof').set('seals/v1/00000003.tsr', { bytes, metadata: {} });
    },
    options: () => ({ ca: Buffer.from('authority') }),
    found: ['stamp-untrusted call-proof/seals/v1/00000003.tsr'],
  },
  {
    what: 'a seal of another archive',
    async do(archive) {
      const other = makeSealedArchive();
      for (const morning of [19, 20]) await other.seal(`2026-11-${morning}T05:10:00.000Z`);
      const seal = other.holding.containers.get('call-proof')?.get(sealName(2));
      if (seal) filesOf(archive, 'call-proof').set(sealName(2), seal);
    },
    found: [`chain-broken call-proof/${sealName(2)}`, `chain-broken call-proof/${sealName(3)}`],
  },
  {
    what: 'a seal of another tenant',
    do: (archive) =>
      rewriteFrom(archive, 2, (seal) => ({ ...seal, tenantId: '7e1a0c2d-0000-4000-8000-0000000000bb' })),
    found: [`seal-foreign call-proof/${sealName(2)}`],
  },
  {
    what: 'a claim that begins later than it did',
    do: (archive) => rewriteFrom(archive, 3, (seal) => ({ ...seal, sealsFrom: day20 })),
    found: [`claim-narrowed call-proof/${sealName(3)}`],
  },
  {
    what: 'a seal that is no younger than the one before',
    do: (archive) => rewriteFrom(archive, 3, (seal) => ({ ...seal, sealedAt: '2026-11-20T05:10:00.000Z' })),
    found: [`seal-time call-proof/${sealName(3)}`],
  },
  {
    what: 'a record deleted before its first seal',
    async do(archive) {
      archive.archive('2026-11-21', 91);
      filesOf(archive).delete(path('2026-11-21', 91));
      await archive.seal('2026-11-22T05:10:00.000Z');
    },
    options: () => ({ now: new Date('2026-11-22T06:00:00Z') }),
    found: [`call-missing ${callIdOf(91)}`],
    verdict: 'gap',
  },
];

/** As it was before the attack. */
const originals = new WeakMap<
  SealedArchive,
  { anchor: { sequence: number; sha256: string }; reports: string[] }
>();

export function noteOriginal(archive: SealedArchive): void {
  originals.set(archive, { anchor: archive.anchor(), reports: [...filesOf(archive, 'call-reports').keys()] });
}

function originalAnchor(archive: SealedArchive) {
  return originals.get(archive)?.anchor ?? archive.anchor();
}

function reportNames(archive: SealedArchive, day: string): string[] {
  return (originals.get(archive)?.reports ?? []).filter((name) => name.includes(day));
}

function listOf(archive: SealedArchive, seal: number, day: number): string {
  const graph = archive.seals[seal]?.days[day]?.graph;
  return graph && 'list' in graph ? graph.list.path : '';
}

function withManifest(seal: Seal, day: number, text: string): Seal {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const entries = text.split('\n').length - 1;
  return {
    ...seal,
    days: seal.days.map((one, i) =>
      i === day ? { ...one, manifest: { ...one.manifest, sha256, entries } } : one,
    ),
  };
}
