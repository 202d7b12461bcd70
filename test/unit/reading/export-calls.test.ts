import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openFolderArchive } from '../../../src/adapters/folder/folder-archive.ts';
import { openFolderExport } from '../../../src/adapters/folder/folder-export.ts';
import type { CallArchive, Problem } from '../../../src/ports/call-archive.ts';
import type { ExportTarget } from '../../../src/ports/export-target.ts';
import { exportFiles, exportLines } from '../../../src/reading/export-calls.ts';
import { type ArchivedRecord, archiveDocument, archiveRecord } from '../../support/archived-records.ts';
import { writeLeftovers } from '../../support/leftovers.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';
import { useFolders } from '../../support/temporary-folder.ts';

const makeFolder = useFolders();
const idOf = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const endedAt = new Date('2026-11-20T11:00:00Z');
const makeRecords = (length: number) =>
  Array.from({ length }, (_, n) => archiveRecord(`export ${n}`, { id: idOf(n), endedAt }));
const records = makeRecords(6);
/** More than are on their way at a time. */
const manyRecords = makeRecords(20);
const [one] = records as [ArchivedRecord];
const later = archiveRecord('export 0', { id: idOf(0), endedAt, version: 2 });
const silent = { problem: () => undefined };

const listParts = async (root: string) =>
  (await readdir(root, { recursive: true }))
    .filter((name) => name.endsWith('.part'))
    .map((name) => basename(name));
const search = async (archive: CallArchive) => Array.fromAsync(archive.search({}, silent));

describe('an export into a folder', () => {
  test('can be read like the archive itself, with the same answers', async () => {
    const archive = makeMemoryCallArchive([...records, later]);
    const root = await makeFolder();
    const counts = await exportFiles(archive, {}, await openFolderExport(root), silent, {
      allVersions: true,
    });
    expect(counts).toEqual({ exported: 7, present: 0, failed: 0 });
    const folder = openFolderArchive(root);
    expect(await search(folder)).toEqual(await search(archive));
    expect(await folder.listVersions(idOf(0), silent)).toEqual(await archive.listVersions(idOf(0), silent));
    expect(await readFile(join(root, one.blob))).toEqual(one.file);
  });

  test('holds only what was requested', async () => {
    const archive = makeMemoryCallArchive([...records, later]);
    const root = await makeFolder();
    const by = later.entry.findKeys[0] ?? '';
    await exportFiles(archive, { by }, await openFolderExport(root), silent);
    expect((await search(openFolderArchive(root))).map(({ callId, version }) => [callId, version])).toEqual([
      [idOf(0), '2'],
    ]);
  });

  test('resumes where it was aborted', async () => {
    const archive = makeMemoryCallArchive(records);
    const root = await makeFolder();
    const stop = new AbortController();
    const progress = ({ done }: { done: number }) => done >= 2 && stop.abort(new Error('enough'));
    const broken = exportFiles(archive, {}, await openFolderExport(root), {
      ...silent,
      progress,
      signal: stop.signal,
    });
    await broken.catch(() => undefined);
    await rm(join(root, one.blob), { force: true });
    const counts = await exportFiles(archive, {}, await openFolderExport(root), silent);
    expect(counts.exported + counts.present).toBe(6);
    expect(counts.present).toBeGreaterThan(0);
    expect(await search(openFolderArchive(root))).toHaveLength(6);
    const manifest = (await readFile(join(root, 'manifest.ndjson'), 'utf8')).trim().split('\n');
    expect(manifest).toHaveLength(6);
  });

  test('writes nothing more once it has reported that it was aborted', async () => {
    const archive = makeMemoryCallArchive(manyRecords);
    const root = await makeFolder();
    const stop = new AbortController();
    const target = await openFolderExport(root);
    let writing = 0;
    const put: ExportTarget['put'] = async (...what) => {
      writing += 1;
      await target.put(...what).finally(() => {
        writing -= 1;
      });
      stop.abort(new Error('enough'));
    };
    const broken = exportFiles(archive, {}, { ...target, put }, { ...silent, signal: stop.signal });
    await expect(broken).rejects.toThrow('enough');
    expect(writing).toBe(0);
    expect(await listParts(root)).toEqual([]);
  });

  test('goes well beside another one into the same folder', async () => {
    const archive = makeMemoryCallArchive(manyRecords);
    const root = await makeFolder();
    const exportAll = async () => exportFiles(archive, {}, await openFolderExport(root), silent);
    for (const counts of await Promise.all([exportAll(), exportAll(), exportAll()]))
      expect(counts).toMatchObject({ failed: 0 });
    for (const { blob, file } of manyRecords) expect(await readFile(join(root, blob))).toEqual(file);
    expect(await search(openFolderArchive(root))).toEqual(await search(archive));
    expect(await listParts(root)).toEqual([]);
  });

  test('removes what an earlier one left half written, but not what another is writing', async () => {
    const root = await makeFolder();
    await writeLeftovers(join(root, '.call-archive-export'));
    await exportFiles(makeMemoryCallArchive(records), {}, await openFolderExport(root), silent);
    expect(await listParts(root)).toEqual(['young.part']);
  });

  test('keeps what it says beside a record apart from a line that broke off', async () => {
    const archive = makeMemoryCallArchive(records);
    const root = await makeFolder();
    await writeFile(join(root, 'manifest.ndjson'), '{"blob":"records/v1/ten');
    await exportFiles(archive, {}, await openFolderExport(root), silent);
    expect(await search(openFolderArchive(root))).toEqual(await search(archive));
    const again = await exportFiles(archive, {}, await openFolderExport(root), silent);
    expect(again).toEqual({ exported: 0, present: records.length, failed: 0 });
  });

  test('leaves out what is damaged, says so, and leaves no half file', async () => {
    const archive = makeMemoryCallArchive(records);
    archive.files.set(one.blob, one.file.subarray(0, 900));
    const root = await makeFolder();
    const problems: Problem[] = [];
    const counts = await exportFiles(archive, {}, await openFolderExport(root), {
      problem: (problem) => void problems.push(problem),
    });
    expect(counts).toEqual({ exported: 5, present: 0, failed: 1 });
    expect(problems).toMatchObject([{ kind: 'damaged', where: one.blob }]);
    expect(await readdir(join(root, one.blob, '..'))).toHaveLength(5);
  });

  test('writes a file again that was spoilt outside of the manifest', async () => {
    const archive = makeMemoryCallArchive([one]);
    const root = await makeFolder();
    await exportFiles(archive, {}, await openFolderExport(root), silent);
    await rm(join(root, 'manifest.ndjson'));
    await writeFile(join(root, one.blob), 'half');
    expect(await exportFiles(archive, {}, await openFolderExport(root), silent)).toMatchObject({
      exported: 1,
    });
    expect(await readFile(join(root, one.blob))).toEqual(one.file);
  });
});

describe('an export as lines', () => {
  test('has each document in one line, every value as it was', async () => {
    const pretty = archiveDocument(
      Buffer.from(JSON.stringify(JSON.parse(one.document.toString()), undefined, 2)),
    );
    const archive = makeMemoryCallArchive([pretty, ...records.slice(1)]);
    const lines: string[] = [];
    const counts = await exportLines(archive, {}, async (line) => void lines.push(String(line)), silent);
    expect(counts).toEqual({ exported: 6, present: 0, failed: 0 });
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    const found = lines.find((line) => line.includes(idOf(0))) ?? '';
    expect(JSON.parse(found)).toEqual(JSON.parse(one.document.toString()));
    expect(lines).toContain(`${records[1]?.document.toString()}\n`);
  });

  test('gives no half line of a damaged record', async () => {
    const archive = makeMemoryCallArchive(records);
    archive.files.set(one.blob, one.file.subarray(0, 900));
    const lines: string[] = [];
    const counts = await exportLines(archive, {}, async (line) => void lines.push(String(line)), silent);
    expect(counts).toEqual({ exported: 5, present: 0, failed: 1 });
    for (const line of lines) JSON.parse(line);
  });
});
