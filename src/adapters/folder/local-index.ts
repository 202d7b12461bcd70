/**
 * The local index of a downloaded folder: for each day a file of what its records say, made by `call-archive index`. It
 * is derived: it can be deleted at any time, and a day whose folder has changed since is read from its records.
 */
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { IndexEntry } from '../../model/call-row.ts';
import type { Problem } from '../../ports/call-archive.ts';
import type { DayFolder } from './folder-layout.ts';
import type { ScanResult } from './scan-files.ts';

const localIndexFolder = '.call-archive-index';
const suffix = '.ndjson';

/** Of another form, it is made anew. */
const form = 1;

/** The first line. Its own lines follow: one an entry, and one a problem. */
interface Header {
  form: number;
  /** When files came or went in the day's folder for the last time. */
  changed: string;
  /** What the files were: their names, lengths and times, as one text's digest. */
  files: string;
}

type Line = { entry: IndexEntry } | { problem: Problem };

/** What a search by this key finds that day; without a key, everything. `undefined` where it must be read afresh. */
export function readDayIndex(root: string, day: DayFolder, key?: string): ScanResult | undefined {
  // A search reads hundreds of small files: asking the system at once costs a tenth of waiting for it.
  const bytes = readIfThere(pathOf(root, day.name));
  const header = bytes && parseHeader(bytes);
  if (!bytes || header?.changed !== lastChange(root, day)) return undefined;
  const result: ScanResult = { entries: [], problems: [] };
  for (const line of key === undefined ? allLines(bytes) : linesWith(bytes, key)) {
    if ('problem' in line) result.problems.push(line.problem);
    else if (key === undefined || line.entry.findKeys.includes(key)) result.entries.push(line.entry);
  }
  return result;
}

/** Of which files the day's index was made; `undefined` when there is none of this form. */
export function readIndexedFiles(root: string, day: DayFolder): Header | undefined {
  const bytes = readIfThere(pathOf(root, day.name));
  return bytes && parseHeader(bytes);
}

/** The names of the days' folders that are in the index. */
export async function listIndexedDays(root: string, tenantFolder: string): Promise<string[]> {
  const files = (await readdir(join(root, localIndexFolder, tenantFolder)).catch(ifAbsent)) ?? [];
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => `${tenantFolder}/${file.slice(0, -suffix.length)}`);
}

/** `changed` is what `lastChange` said before the files were read. */
export async function writeDayIndex(
  root: string,
  day: DayFolder,
  { changed, files, entries, problems }: Omit<Header, 'form'> & ScanResult,
): Promise<void> {
  const lines: (Header | Line)[] = [
    { form, changed, files },
    ...entries.map((entry) => ({ entry })),
    ...problems.map((problem) => ({ problem })),
  ];
  const path = pathOf(root, day.name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await rename(`${path}.part`, path);
}

export async function removeDayIndex(root: string, dayName: string): Promise<void> {
  await rm(pathOf(root, dayName), { force: true });
}

/** The time at which files came or went in the day's folder. */
export function lastChange(root: string, { name }: DayFolder): string {
  return String(statSync(join(root, name), { bigint: true }).mtimeNs);
}

function pathOf(root: string, dayName: string): string {
  return join(root, localIndexFolder, `${dayName}${suffix}`);
}

function parseHeader(bytes: Buffer): Header | undefined {
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, bytes.indexOf('\n'))) as Header;
    return header.form === form ? header : undefined;
  } catch {
    return undefined;
  }
}

function* allLines(bytes: Buffer): Generator<Line> {
  const [, ...lines] = bytes.toString('utf8').split('\n');
  for (const line of lines) if (line !== '') yield JSON.parse(line) as Line;
}

/** The lines in which the key stands, and all problems. Most of the file is only passed over. */
function* linesWith(bytes: Buffer, key: string): Generator<Line> {
  const wanted = [Buffer.from(JSON.stringify(key)), Buffer.from('\n{"problem":')];
  for (const text of wanted) {
    for (let at = bytes.indexOf(text); at >= 0; ) {
      const start = bytes.lastIndexOf('\n', at) + 1 || at + 1;
      const from = bytes[at] === 0x0a ? at + 1 : start;
      const end = bytes.indexOf('\n', from);
      yield JSON.parse(bytes.toString('utf8', from, end)) as Line;
      at = bytes.indexOf(text, end);
    }
  }
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    return ifAbsent(error as NodeJS.ErrnoException);
  }
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
