/**
 * A day of the local index as a file: a line for each record, then the keys, in buckets, with the places of their
 * records, then the problems, then a footer with the places of all that. Who looks for a key reads a few lines of it.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { IntegrityError } from '../../errors.ts';
import type { CallRow } from '../../model/call-row.ts';
import { parseProblems, parseRowOf } from './index-lines.ts';
import type { ScanResult } from './scan-files.ts';

/** Of another form, it is made anew. */
const form = 3;
const bucketCount = 64;
/** No footer is longer. */
const footerBytes = 2048;
const lineStartLength = formatLineStart('').length;
const lineEnd = ']\n';

/** Of what the index of a day was made. */
export interface DayState {
  /** When files came or went in the day's folder for the last time. */
  changed: string;
  /** What the files were: another text when one came, went or changed. */
  files: string;
  /** Length and time of the manifest. */
  manifest: string;
  /** What the manifest said of the day: another text when that changed. */
  kept: string;
}

interface Footer {
  form: number;
  state: DayState;
  /** Where each bucket begins, then the problems, then the footer. The records are before them. */
  places: number[];
}

/** A key, and of each of its records the place and the length. */
type KeyPlaces = [key: string, ...places: [start: number, length: number][]];

export function formatDayIndex({ entries, problems }: ScanResult, state: DayState): Buffer {
  const lines: Buffer[] = [];
  let end = 0;
  const add = (value: unknown): void => {
    const line = formatLine(value);
    lines.push(line);
    end += line.length;
  };
  const buckets = Array.from({ length: bucketCount }, () => new Map<string, KeyPlaces>());
  for (const { findKeys, ...row } of entries) {
    const start = end;
    add(row);
    for (const key of findKeys) {
      const bucket = buckets[bucketOf(key)];
      const places = bucket?.get(key) ?? [key];
      bucket?.set(key, places);
      places.push([start, end - start]);
    }
  }
  const places = buckets.map((bucket) => {
    const start = end;
    add([...bucket.values()]);
    return start;
  });
  places.push(end);
  add(problems);
  places.push(end);
  add({ form, state, places } satisfies Footer);
  return Buffer.concat(lines);
}

/**
 * What it says of the records with that key, or of all, if it was made of what is there now. `undefined` when it was not,
 * or is spoilt, of another form, not to be believed or not there. Asks the system at once: that costs a tenth of waiting for it.
 */
export async function readDayIndex(
  path: string,
  { dayName, key }: { dayName: string; key: string | undefined },
  isOfNow: (state: DayState) => Promise<boolean>,
): Promise<ScanResult<CallRow> | undefined> {
  const file = orAbsent(() => openSync(path, 'r'));
  if (file === undefined) return undefined;
  const read = (start = 0, end = 0): Buffer => {
    const bytes = Buffer.allocUnsafe(end - start);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
  };
  try {
    const { size } = fstatSync(file);
    const footer = parseFooter(read(Math.max(0, size - footerBytes), size), size);
    if (!footer || !(await isOfNow(footer.state))) return undefined;
    const { places } = footer;
    const readPart = (part: number) => parseLine(read(places[part], places[part + 1]));
    const problems = parseProblems(readPart(bucketCount));
    const parseRow = (line: Buffer) => parseRowOf(dayName, parseLine(line));
    if (key === undefined) return { entries: [...eachLine(read(0, places[0]))].map(parseRow), problems };
    const [, ...found] = (readPart(bucketOf(key)) as KeyPlaces[]).find(([one]) => one === key) ?? [];
    return { entries: found.map(([start, length]) => parseRow(read(start, start + length))), problems };
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Reads all of it. `undefined` when something in it is spoilt, and when it is of another form or not there. */
export function checkDayIndex(path: string): { bytes: Buffer; state: DayState } | undefined {
  const bytes = orAbsent(() => readFileSync(path));
  if (!bytes) return undefined;
  try {
    for (const line of eachLine(bytes)) checkLine(line);
    const state = parseFooter(bytes, bytes.length)?.state;
    return state && { bytes, state };
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

/** The same, made of what is there now. */
export function replaceState(bytes: Buffer, state: DayState): Buffer {
  const start = startOfFooter(bytes);
  const footer = parseLine(bytes.subarray(start)) as Footer;
  return Buffer.concat([bytes.subarray(0, start), formatLine({ ...footer, state } satisfies Footer)]);
}

function bucketOf(key: string): number {
  return crc32(key) % bucketCount;
}

/** `["crc32 of the JSON",JSON]`: what is spoilt is noticed, and `jq` can read it. */
function formatLine(value: unknown): Buffer {
  const json = JSON.stringify(value);
  return Buffer.from(`${formatLineStart(json)}${json}${lineEnd}`);
}

function formatLineStart(json: string | Buffer): string {
  return `["${crc32(json).toString(16).padStart(8, '0')}",`;
}

/** Gives the JSON in it. Throws IntegrityError. */
function checkLine(line: Buffer): Buffer {
  const json = line.subarray(lineStartLength, -lineEnd.length);
  const start = line.toString('latin1', 0, lineStartLength);
  const end = line.toString('latin1', lineStartLength + json.length);
  if (start === formatLineStart(json) && end === lineEnd) return json;
  throw new IntegrityError('Reading the local index: a line is not as it was written');
}

function parseLine(line: Buffer): unknown {
  return JSON.parse(checkLine(line).toString());
}

/** `tail` is the end of a file of that size. */
function parseFooter(tail: Buffer, size: number): Footer | undefined {
  const start = startOfFooter(tail);
  const footer = parseLine(tail.subarray(start)) as Footer;
  const isWhole = footer.form === form && footer.places.at(-1) === size - tail.length + start;
  return isWhole ? footer : undefined;
}

function startOfFooter(bytes: Buffer): number {
  return bytes.lastIndexOf('\n', -2) + 1;
}

function* eachLine(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start) + 1 || bytes.length;
    yield bytes.subarray(start, end);
    start = end;
  }
}

function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
