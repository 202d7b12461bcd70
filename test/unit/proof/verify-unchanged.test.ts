/** A day that is sealed six times and does not change: its later manifests are not read line by line, and still checked. */
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { callIdOf, type SealedArchive } from '../../support/sealed-archive.ts';
import {
  day18,
  fileOf,
  filesOf,
  makeArchive,
  path,
  records,
  rewriteFrom,
} from '../../support/touched-archive.ts';
import { verify } from '../../support/verify-both.ts';

const now = new Date('2026-12-18T06:00:00Z');
const change = { now, first: day18, last: day18 };

let archive: SealedArchive;
beforeEach(async () => {
  archive = await makeArchive();
  for (const day of ['11-22', '11-26', '12-04', '12-17'])
    await archive.seal(`2026-${day}T05:10:00.000Z`, { days: [day18] });
});

const lastOf = () => {
  const day = archive.seals.at(-1)?.days[0];
  if (!day || 'reason' in day.graph) throw new Error('It was sealed and compared');
  return { manifest: day.manifest.path, list: day.graph.list.path };
};

test('nothing is found, and each of its seals was checked', async () => {
  const { found, report } = await verify(archive.holding, change);
  expect(found).toEqual([]);
  expect(report.counts).toMatchObject({ days: 1, manifests: 6, files: 5, filesRead: 5, listed: 3 });
});

describe('found is', () => {
  test.each(['manifest', 'list'] as const)(
    'a later %s that is altered, cut off, endless or gone',
    async (kind) => {
      const name = lastOf()[kind];
      const file = fileOf(archive, name, 'call-proof');
      const { bytes } = file;
      for (const wrong of [
        gzipSync('other\n'),
        bytes.subarray(0, -9),
        Buffer.alloc(9),
        gzipSync(Buffer.alloc(9_000_000)),
      ]) {
        file.bytes = wrong;
        expect((await verify(archive.holding, change)).found).toEqual([`proof-altered call-proof/${name}`]);
      }
      filesOf(archive, 'call-proof').delete(name);
      expect((await verify(archive.holding, change)).found).toEqual([`proof-missing call-proof/${name}`]);
    },
  );

  test.each([
    [
      'a root',
      (day: object) => ({
        ...day,
        manifest: { ...(day as { manifest: object }).manifest, root: 'ab'.repeat(32) },
      }),
    ],
    ['a number of new files', (day: object) => ({ ...day, added: 1 })],
  ])('%s that the seal makes up', async (_what, alter) => {
    rewriteFrom(archive, 7, (seal) => ({ ...seal, days: seal.days.map((day) => alter(day) as typeof day) }));
    expect((await verify(archive.holding, change)).report.verdict).toBe('integrity');
  });

  test('a call that is missing in the last of them only', async () => {
    archive.graph.set(day18, [...(archive.graph.get(day18) ?? []), { id: callIdOf(98), version: '1' }]);
    await archive.seal('2026-12-17T06:00:00.000Z', { days: [day18] });
    expect((await verify(archive.holding, change)).found).toEqual([`call-missing ${callIdOf(98)}`]);
  });

  test('a file that is removed after all of them', async () => {
    filesOf(archive).delete(path(day18, 1));
    expect((await verify(archive.holding, change)).found).toEqual([`removed ${records}/${path(day18, 1)}`]);
  });
});
