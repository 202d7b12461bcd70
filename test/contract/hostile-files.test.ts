/** Files that unpack to a thousand times their size: whoever reads a folder needs no more memory for them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import type { Problem } from '../../src/ports/call-archive.ts';
import { exportLines } from '../../src/reading/export-calls.ts';
import { findCallLog } from '../../src/reading/find-call-log.ts';
import { showCall } from '../../src/reading/show-call.ts';
import { archiveRecord, writeFolder } from '../support/archived-records.ts';
import { makeMemoryCallArchive } from '../support/memory-call-archive.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const endedAt = new Date('2026-11-20T11:00:00Z');
const good = archiveRecord('hostile 1', { id: '0a1b2c3d-0000-4000-8000-000000000001', endedAt });
const bad = archiveRecord('hostile 2', { id: '0a1b2c3d-0000-4000-8000-000000000002', endedAt });
const mib = 1024 * 1024;
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** A gzip file of some hundred KiB with 320 MiB in it, all of which is inflated before its end is missed. */
function makeBomb(begin: string, filling: string): Buffer {
  const deflate = (text: string) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH });
  const segment = deflate(filling.repeat((16 * mib) / filling.length));
  return Buffer.concat([gzipHead, deflate(begin), ...Array.from({ length: 20 }, () => segment)]);
}

/** The most memory that was taken meanwhile, in MiB. */
async function measure<Result>(work: () => Promise<Result>) {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 2);
  const result = await work();
  clearInterval(watch);
  return { result, grewMib: (Math.max(most, process.memoryUsage.rss()) - before) / mib };
}

describe('a file with 320 MiB', () => {
  test.each([
    ['of blanks', ' ', ' '],
    ['of one text', '{"id":"', 'a'],
  ])(
    '%s is named damaged by a search, in the memory of a few pieces',
    async (_, begin, filling) => {
      const root = await makeFolder();
      await writeFolder(root, [good]);
      await writeFile(join(root, bad.blob), makeBomb(begin, filling));
      const problems: Problem[] = [];
      const listener = { problem: (problem: Problem) => void problems.push(problem) };
      const archive = openFolderArchive(root, { threads: 1 });
      const { result, grewMib } = await measure(() => Array.fromAsync(archive.search({}, listener)));
      expect(result.map(({ blob }) => blob)).toEqual([good.blob]);
      expect(problems).toMatchObject([{ kind: 'damaged', where: bad.blob }]);
      expect(grewMib).toBeLessThan(280);
    },
    60_000,
  );

  test('is not held by an export of lines', async () => {
    const archive = makeMemoryCallArchive([{ ...bad, file: makeBomb('{"x":"', 'a') }]);
    const problems: Problem[] = [];
    const lines: Uint8Array[] = [];
    const { result, grewMib } = await measure(() =>
      exportLines(archive, {}, async (line) => void lines.push(line), {
        problem: (problem) => void problems.push(problem),
      }),
    );
    expect({ result, lines }).toEqual({ result: { exported: 0, present: 0, failed: 1 }, lines: [] });
    expect(problems).toMatchObject([{ kind: 'damaged' }]);
    expect(grewMib).toBeLessThan(280);
  }, 60_000);

  test('is not shown', async () => {
    const archive = makeMemoryCallArchive([{ ...bad, file: makeBomb('{"sessions":[', '{},') }]);
    const { result, grewMib } = await measure(() => showCall(archive, bad.entry).catch(String));
    expect(result).toContain('more than 200000 sessions');
    expect(grewMib).toBeLessThan(500);
  }, 60_000);

  test.each([
    ['sessions', '{"sessions":[{"segments":[', '{},'],
    ['a member', '{"modalities":[', '0,'],
    ['depths', '{"type":', '['],
  ])(
    'is not shown when one of its %s has millions of parts',
    async (_, begin, filling) => {
      const archive = makeMemoryCallArchive([{ ...bad, file: makeBomb(begin, filling) }]);
      const { result, grewMib } = await measure(() => showCall(archive, bad.entry).catch(String));
      expect(result).toContain('more than a million members');
      expect(grewMib).toBeLessThan(280);
    },
    60_000,
  );

  test('is named when it is a call report', async () => {
    const problems: Problem[] = [];
    const archive = {
      listNewest: async (report: string) =>
        new Map(report === 'pstn-calls' ? [['2026-11-20', { runId: '20261121T031500Z' }]] : []),
      async *open() {
        yield makeBomb('{"x":"', 'a');
      },
    };
    const call = { callId: bad.entry.callId, startedAt: endedAt, endedAt, keys: [] };
    const { result, grewMib } = await measure(() =>
      findCallLog(archive, call, { problem: (problem) => void problems.push(problem) }),
    );
    expect(result).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'damaged', where: expect.stringContaining('pstn-calls') }]);
    expect(grewMib).toBeLessThan(280);
  }, 60_000);
});
