/** A check that is asked for less, may not read all, or is broken off. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  alterRecord,
  day18,
  day19,
  day20,
  fileOf,
  filesOf,
  makeArchive,
  path,
  records,
  sealName,
} from '../../support/touched-archive.ts';
import { verify } from '../../support/verify-both.ts';

describe('asked for less,', () => {
  test('a range of days is checked, and the whole chain', async () => {
    const archive = await makeArchive();
    alterRecord(archive, path(day18, 1));
    alterRecord(archive, path(day20, 21));
    const one = await verify(archive.holding, { first: day19, last: day19 });
    expect(one.found).toEqual([]);
    expect(one.report.counts).toMatchObject({ seals: 3, days: 1, files: 5 });
    filesOf(archive, 'call-proof').delete(sealName(1));
    expect((await verify(archive.holding, { first: day20 })).found).toEqual([
      `altered ${records}/${path(day20, 21)}`,
      `metadata-altered ${records}/${path(day20, 21)}`,
      `seal-missing call-proof/${sealName(1)}`,
    ]);
  });

  test('quick believes what storage says, and sees what storage shows', async () => {
    const archive = await makeArchive();
    const file = fileOf(archive, path(day19, 11));
    file.md5 = createHash('md5').update(file.bytes).digest('base64');
    file.bytes = Buffer.alloc(file.bytes.length);
    const quick = await verify(archive.holding, { quick: true });
    expect(quick.found).toEqual([]);
    expect(quick.report.counts).toMatchObject({ files: 15, filesRead: 0 });
    file.md5 = undefined;
    expect((await verify(archive.holding, { quick: true })).found).toEqual([
      `altered ${records}/${path(day19, 11)}`,
    ]);
    filesOf(archive).delete(path(day19, 11));
    expect((await verify(archive.holding, { quick: true })).found).toEqual([
      `removed ${records}/${path(day19, 11)}`,
    ]);
  });

  test('a sample reads the files that its seed chooses, the same ones each time', async () => {
    const archive = await makeArchive();
    for (const call of [11, 12, 13]) alterRecord(archive, path(day19, call));
    const found = async (share: number, seed: string) => {
      const sample = { share, seed };
      return (await verify(archive.holding, { sample })).report.counts.filesRead;
    };
    expect(await found(1, 'a')).toBe(15);
    const counts = new Set<number>();
    for (const seed of ['a', 'b', 'c', 'd', 'e']) {
      const read = await found(0.3, seed);
      expect(await found(0.3, seed)).toBe(read);
      expect(read).toBeLessThan(15);
      counts.add(read);
    }
    expect(counts.size).toBeGreaterThan(1);
  });

  test('a container that may not be read is named once, and the rest is checked', async () => {
    const archive = await makeArchive();
    alterRecord(archive, path(day19, 11));
    const denied = Object.assign(new Error('no'), { statusCode: 403 });
    const guarded = (closed: string) => ({
      ...archive.holding,
      list: (container: string, prefix: string) =>
        container === closed ? refuse() : archive.holding.list(container, prefix),
    });
    // biome-ignore lint/correctness/useYield: it refuses
    async function* refuse(): AsyncGenerator<never> {
      throw denied;
    }
    const withoutReports = await verify(guarded('call-reports'));
    expect(withoutReports.found).toEqual([
      `altered ${records}/${path(day19, 11)}`,
      `metadata-altered ${records}/${path(day19, 11)}`,
      'unreadable call-reports',
    ]);
    expect(withoutReports.report.verdict).toBe('integrity');
    const withoutRecords = await verify(guarded(records));
    expect(withoutRecords.found).toEqual([`unreadable ${records}`]);
    expect(withoutRecords.report.verdict).toBe('permission');
    expect((await verify(guarded('call-proof'))).found).toEqual(['unreadable call-proof']);
  });

  test('a seal that may not be read is not taken for another than is expected', async () => {
    const archive = await makeArchive();
    const anchor = archive.anchor();
    const guarded = {
      ...archive.holding,
      async read(container: string, name: string, maxBytes: number) {
        if (name !== sealName(anchor.sequence)) return archive.holding.read(container, name, maxBytes);
        throw Object.assign(new Error('no'), { statusCode: 403 });
      },
    };
    const { report, found } = await verify(guarded, { expect: [anchor] });
    expect(found).toEqual([`unreadable call-proof/${sealName(anchor.sequence)}`]);
    expect(report).toMatchObject({ verdict: 'permission', anchor: undefined });
  });

  test('a check that nobody wants any longer ends, and says what it found until then', async () => {
    const archive = await makeArchive();
    const { verifyArchive } = await import('../../../src/proof/verify-archive.ts');
    const { makeFileDigester } = await import('../../../src/proof/digest-files.ts');
    const { checkFakeStamp, options } = await import('../../support/verify-both.ts');
    const leaving = new AbortController();
    let files = 0;
    const tools = {
      digester: makeFileDigester(archive.holding, 1),
      checkStamp: checkFakeStamp,
      deviation: () => undefined,
      progress({ what, done }: { what: string; done: number }) {
        if (what === 'files' && done > 0) leaving.abort(new Error('enough'));
        files = done;
      },
      signal: leaving.signal,
    };
    const { isComplete, counts } = await verifyArchive(archive.holding, options, tools);
    expect(isComplete).toBe(false);
    expect(counts.files).toBeLessThan(15);
    expect(files).toBeLessThan(15);
  });
});
