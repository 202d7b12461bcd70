/** What must raise no alarm, and what is a gap and no more, online and in a downloaded folder. */
import { describe, expect, test } from '@jest/globals';
import { harmless } from '../../support/harmless.ts';
import { callIdOf, makeSealedArchive, proofOf } from '../../support/sealed-archive.ts';
import { useFolders } from '../../support/temporary-folder.ts';
import {
  day18,
  day19,
  day20,
  fileOf,
  filesOf,
  firstManifest,
  makeArchive,
  path,
  records,
  rewriteFrom,
  sealName,
} from '../../support/touched-archive.ts';
import { verify, verifyBoth } from '../../support/verify-both.ts';

const makeFolder = useFolders();

describe('no alarm:', () => {
  test.each(harmless)('$what', async ({ do: happens, told = [] }) => {
    const archive = await makeArchive();
    await happens(archive);
    for (const one of await verifyBoth(archive, await makeFolder())) {
      expect(one.found).toEqual([]);
      expect(one.told).toEqual(told);
    }
  });

  test('an archive that nobody touched', async () => {
    const archive = await makeArchive({ stampExpected: true });
    const [online, offline] = await verifyBoth(archive, await makeFolder());
    for (const { report, deviations } of [online, offline]) {
      expect(deviations).toEqual([]);
      expect(report).toMatchObject({
        verdict: 'told',
        anchor: undefined,
        sealsFrom: day18,
        newest: { sequence: 3, sha256: archive.anchor().sha256 },
        counts: {
          seals: 3,
          stamps: 3,
          days: 3,
          manifests: 5,
          files: 15,
          filesRead: 15,
          daysCompared: 3,
          listed: 9,
        },
      });
    }
  });

  test('with an anchor, or a stamp of a trusted authority, the report names the newest', async () => {
    const archive = await makeArchive({ stampExpected: true });
    const first = { sequence: 1, sha256: archive.seals[1]?.previous?.sha256 ?? '' };
    const byHash = await verify(archive.holding, { expect: [first] });
    expect(byHash.report.anchor).toEqual({ by: 'expect', sequence: 1 });
    const byStamp = await verify(archive.holding, { expect: [first], ca: Buffer.from('authority') });
    expect(byStamp.report.anchor).toMatchObject({
      by: 'stamp',
      sequence: 3,
      stampedAt: '2026-11-21T05:10:00.000Z',
    });
    expect(byHash.found).toEqual([]);
    expect(byStamp.found).toEqual([]);
  });

  test('the newest removed cannot be found without an anchor, and the report has none', async () => {
    const archive = await makeArchive();
    filesOf(archive, 'call-proof').delete(sealName(3));
    const { found, report } = await verify(archive.holding);
    expect(found).toEqual([]);
    expect(report.anchor).toBeUndefined();
    expect(report.newest?.sequence).toBe(2);
  });

  test('a record archived just behind the listing, until the next seal is overdue', async () => {
    const archive = await makeArchive();
    archive.archive(day20, 55, 1, { fetchedAt: '2026-11-21T04:45:00.000Z' });
    const name = `${records}/${path(day20, 55)}`;
    for (const one of await verifyBoth(archive, await makeFolder())) {
      expect(one.found).toEqual([]);
      expect(one.told).toEqual([`not-sealed-yet ${name}`]);
      expect(one.report.notSealedYet).toBe(1);
    }
    const late = { now: new Date('2026-11-23T02:00:00Z') };
    for (const one of await verifyBoth(archive, await makeFolder(), late))
      expect(one.found).toContain(`not-sealed ${name}`);
    await archive.seal('2026-11-22T05:10:00.000Z');
    for (const one of await verifyBoth(archive, await makeFolder())) expect(one.found).toEqual([]);
  });

  test('a later version on another day', async () => {
    const archive = await makeArchive();
    archive.archive('2026-11-21', 12, 3);
    archive.graph.set(day19, [...(archive.graph.get(day19) ?? []), { id: callIdOf(12), version: '3' }]);
    archive.graph.get(day19)?.sort((a, b) => (a.id < b.id ? -1 : 1));
    await archive.seal('2026-11-22T05:10:00.000Z', { days: [day19, '2026-11-21'] });
    const [online, offline] = await verifyBoth(archive, await makeFolder());
    expect(archive.seals[3]?.days[0]?.graph).toMatchObject({
      elsewhere: [{ id: callIdOf(12), version: '3' }],
    });
    for (const { found, report } of [online, offline]) {
      expect(found).toEqual([]);
      expect(report.counts.elsewhere).toBe(1);
    }
  });

  test('an erasure that says so, and the end of retention, are counted', async () => {
    const archive = await makeArchive();
    for (const [call, because] of [
      [11, 'erasure'],
      [12, 'retention'],
    ] as const) {
      for (const version of [1, 2]) filesOf(archive).delete(path(day19, call, version));
      archive.graph.set(
        day19,
        (archive.graph.get(day19) ?? []).filter(({ id }) => id !== callIdOf(call)),
      );
      await archive.seal(`2026-11-21T05:${call}:00.000Z`, { days: [day19], because });
    }
    for (const { found, report } of await verifyBoth(archive, await makeFolder())) {
      expect(found).toEqual([]);
      expect(report.counts).toMatchObject({ erased: 1, expired: 2 });
    }
  });

  test('an erasure that says so, of calls that Graph lists still', async () => {
    const archive = await makeArchive();
    const erase = async (now: string, calls: number[], because: 'erasure' | 'retention' | undefined) => {
      for (const call of calls)
        for (const version of [1, 2]) filesOf(archive).delete(path(day19, call, version));
      await archive.seal(now, { days: [day19], ...(because && { because }), maxInSeal: 1 });
    };
    await erase('2026-11-21T05:30:00.000Z', [11], 'erasure');
    await erase('2026-11-21T05:31:00.000Z', [12], 'retention');
    // What was gone is gone in every later seal, and a version that came after it is another matter.
    archive.graph.set(
      day19,
      (archive.graph.get(day19) ?? []).map((one) =>
        one.id === callIdOf(12) ? { ...one, version: '3' } : one,
      ),
    );
    await erase('2026-11-21T05:32:00.000Z', [], undefined);
    for (const known of [undefined, 4, 5])
      for (const { found, told, report } of await verifyBoth(archive, await makeFolder(), { known })) {
        expect(found).toEqual([`call-missing ${callIdOf(12)}`]);
        expect(told).toEqual([`call-erased ${callIdOf(11)}`]);
        expect(report.counts).toMatchObject({ missing: 1, listedErased: 1, listedExpired: 0 });
      }
    const known = await verify(archive.holding, { known: 6 });
    expect(known.found).toEqual([]);
    expect(known.told).toEqual([`call-erased ${callIdOf(11)}`, `gap-known ${callIdOf(12)}`]);
  });

  test('an erasure on the day under which the call was archived, not on that for which Graph lists it', async () => {
    const archive = await makeArchive();
    archive.graph.set('2026-11-21', [{ id: callIdOf(12), version: '1' }]);
    for (const version of [1, 2]) filesOf(archive).delete(path(day19, 12, version));
    await archive.seal('2026-11-21T05:30:00.000Z', {
      days: [day19],
      because: 'retention',
      unlisted: [day19],
    });
    await archive.seal('2026-11-22T05:10:00.000Z', { days: ['2026-11-21'] });
    for (const { found, told, report } of await verifyBoth(archive, await makeFolder())) {
      expect(found).toEqual([]);
      expect(told).toContain(`call-expired ${callIdOf(12)}`);
      expect(report.counts).toMatchObject({ expired: 2, missing: 0, listedExpired: 1 });
    }
  });

  test('lists that do not fit into the seal', async () => {
    const archive = await makeArchive();
    for (const call of [11, 12, 13])
      for (const version of [1, 2]) filesOf(archive).delete(path(day19, call, version));
    for (const call of [61, 62, 63]) archive.archive('2026-11-21', call);
    archive.graph.set(
      day19,
      [11, 12, 13, 61, 62, 63].map((call) => ({ id: callIdOf(call), version: '1' })),
    );
    await archive.seal('2026-11-21T05:30:00.000Z', {
      days: [day19, '2026-11-21'],
      because: 'erasure',
      maxInSeal: 1,
    });
    expect(archive.seals[3]?.days[0]).toMatchObject({ changesRest: { entries: 3 } });
    for (const { found, told, report } of await verifyBoth(archive, await makeFolder())) {
      expect(found).toEqual([]);
      expect(told).toEqual([11, 12, 13].map((call) => `call-erased ${callIdOf(call)}`));
      expect(report.counts).toMatchObject({ erased: 4, missing: 0, listedErased: 3, elsewhere: 3 });
    }
    const graph = archive.seals[3]?.days[0]?.graph;
    const missingRest = (graph && 'missingRest' in graph && graph.missingRest?.path) || '';
    const proof = filesOf(archive, 'call-proof');
    const kept = fileOf(archive, missingRest, 'call-proof');
    proof.delete(missingRest);
    const half = await verify(archive.holding);
    expect(half.found).toEqual([`proof-missing call-proof/${missingRest}`]);
    expect(half.told).toEqual([`call-erased ${callIdOf(11)}`]);
    proof.set(missingRest, kept);
    const [rest = ''] = [...proofOf(archive).keys()].filter((name) => name.startsWith('changes/'));
    filesOf(archive, 'call-proof').delete(rest);
    // What is not there explains nothing.
    expect((await verify(archive.holding)).found).toEqual([
      ...[12, 13].map((call) => `call-missing ${callIdOf(call)}`),
      `proof-missing call-proof/${rest}`,
    ]);
  });

  test('what an operating system or azcopy leaves in a downloaded folder, told once; in storage it counts', async () => {
    const archive = await makeArchive();
    const folderOf = (day: string) => path(day, 1).slice(0, path(day, 1).lastIndexOf('/') + 1);
    const litter = [
      '.DS_Store',
      `._${callIdOf(1)}.v000001.json.gz`,
      'Thumbs.db',
      'desktop.ini',
      '.azDownload-1-x.gz',
    ]
      .flatMap((name) => [day18, day19].map((day) => `${folderOf(day)}${name}`))
      .sort();
    for (const name of litter) archive.holding.put(records, name, Buffer.from('left'));
    const [online, offline] = await verifyBoth(archive, await makeFolder());
    expect(online.found).toEqual(litter.map((name) => `foreign ${records}/${name}`));
    expect(online.report.counts.litter).toBe(0);
    expect(offline.found).toEqual([]);
    expect(offline.told).toEqual([`litter ${records}/${litter[0]}`]);
    expect(offline.report).toMatchObject({ verdict: 'told', counts: { litter: 10, unsealed: 0 } });
    const others = ['x.DS_Store', 'Thumbs.db.gz', '_', 'notes.txt'].map(
      (name) => `${folderOf(day18)}${name}`,
    );
    for (const name of others) archive.holding.put(records, name, Buffer.from('put there'));
    const [, touched] = await verifyBoth(archive, await makeFolder());
    expect(touched.found).toEqual(others.map((name) => `foreign ${records}/${name}`).sort());
  });

  test('lists and manifests that no seal names', async () => {
    const archive = await makeArchive();
    const manifest = fileOf(archive, firstManifest(archive), 'call-proof');
    filesOf(archive, 'call-proof').set(firstManifest(archive).replace('T051000Z', 'T051100Z'), manifest);
    expect((await verify(archive.holding)).deviations).toEqual([]);
  });
});

describe('gaps:', () => {
  test('days that are not sealed count, up to what a copy can know', async () => {
    const archive = await makeArchive();
    const [online, offline] = await verifyBoth(archive, await makeFolder(), {
      now: new Date('2026-11-24T02:00:00Z'),
    });
    expect(online.found).toEqual(['day-not-sealed 2026-11-21', 'day-not-sealed 2026-11-22']);
    expect(online.report.verdict).toBe('gap');
    expect(offline.found).toEqual([]);
    archive.archive('2026-11-21', 31);
    const [, later] = await verifyBoth(archive, await makeFolder(), {
      now: new Date('2026-11-24T02:00:00Z'),
    });
    expect(later.found).toEqual(['day-not-sealed 2026-11-21']);
  });

  test('no gap is known already where no seal is given that names it, however old', async () => {
    const archive = await makeArchive();
    for (const sequence of [1, 2, 3])
      rewriteFrom(archive, sequence, (seal) => ({ ...seal, sealsFrom: '1969-12-01' }));
    const { found, told } = await verify(archive.holding, { last: '1969-12-31' });
    expect(told).toEqual([]);
    expect(found.slice(0, 2)).toEqual(['day-not-sealed 1969-12-01', 'day-not-sealed 1969-12-02']);
  });

  test('what the known seal names already does not count, what came after it does', async () => {
    const archive = await makeArchive();
    archive.graph.set(day19, [{ id: callIdOf(99), version: '1' }]);
    await archive.seal('2026-11-21T05:30:00.000Z', { days: [day19] });
    expect((await verify(archive.holding)).found).toEqual([`call-missing ${callIdOf(99)}`]);
    expect((await verify(archive.holding, { known: 3 })).found).toEqual([`call-missing ${callIdOf(99)}`]);
    const known = await verify(archive.holding, { known: 4 });
    expect(known.found).toEqual([]);
    expect(known.told).toEqual([`gap-known ${callIdOf(99)}`]);
    expect(known.report.verdict).toBe('told');
    await expect(verify(archive.holding, { known: 5 })).rejects.toThrow('there is no seal 5');
  });

  test('days without comparison count, but for those before the first', async () => {
    const archive = makeSealedArchive();
    await archive.seal('2026-11-19T05:10:00.000Z', { unlisted: [day18] });
    await archive.seal('2026-11-20T05:10:00.000Z', { days: [day19] });
    await archive.seal('2026-11-21T05:10:00.000Z', { days: [day20], unlisted: [day20] });
    const early = await verify(archive.holding);
    expect(early.found).toEqual([]);
    expect(early.told).toEqual([`before-first-comparison ${day18}`, `not-compared-yet ${day20}`]);
    const now = new Date('2026-11-22T02:00:00Z');
    const { found, report } = await verify(archive.holding, { now });
    expect(found).toEqual([`day-not-compared ${day20}`]);
    expect(report.verdict).toBe('gap');
    expect((await verify(archive.holding, { now, known: 3 })).found).toEqual([]);
  });

  test('an archive without seals', async () => {
    const archive = makeSealedArchive();
    archive.archive(day18, 1);
    for (const { found, report } of await verifyBoth(archive, await makeFolder())) {
      expect(found).toEqual(['no-seals call-proof/seals/v1/']);
      expect(report.verdict).toBe('gap');
    }
  });
});
