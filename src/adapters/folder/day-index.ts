/**
 * A day of the local index as a file: a line for each record, then the keys, in buckets, with the positions of their
 * records, then the problems, then the people, then a footer with the positions of all that. Finding a key takes a few lines of it.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { IntegrityError } from '../../errors.ts';
import { type CallRow, rowOfEntry } from '../../model/call-row.ts';
import { chooseKey, type FindBy } from '../../model/index-rows.ts';
import { makePerson } from '../../model/person.ts';
import { type IndexedPerson, parsePeople, parseProblems, parseRowOf } from './index-lines.ts';
import type { ScanResult } from './scan-files.ts';

/** An index of another form is rebuilt. */
const form = 5;
const bucketCount = 64;
/** At most this long. */
const maxFooterBytes = 2048;
const lineStartLength = formatLineStart('').length;
const lineEnd = ']\n';

/** What the index of a day was made from. */
export interface DayState {
  /** When a file was last added to or removed from the day's folder. */
  changed: string;
  /** Digest of the files' names, sizes and times. */
  files: string;
  /** Size and time of the manifest. */
  manifest: string;
  /** Digest of the manifest's lines about the day. */
  kept: string;
}

const footerForm = z.object({
  form: z.literal(form),
  state: z.object({ changed: z.string(), files: z.string(), manifest: z.string(), kept: z.string() }),
  /** Where each bucket starts, then the problems, the people, and the footer. The records come first. */
  places: z.array(z.int()).length(bucketCount + 3),
});
type Footer = z.infer<typeof footerForm>;

/** A key, with position and length of each of its records, and the streams of the person whose key it is. */
type KeyPlaces = [key: string, ...places: KeyPlace[]];
type KeyPlace = [start: number, length: number, ...own: OwnPlace];
type OwnPlace = [classified?: number, poor?: number];

const keyPlacesForm = z.array(z.tuple([z.int(), z.int()]).rest(z.int()));

export function formatDayIndex({ entries, problems }: ScanResult, state: DayState): Buffer {
  const lines: Buffer[] = [];
  let end = 0;
  const add = (value: unknown): void => {
    const line = formatLine(value);
    lines.push(line);
    end += line.length;
  };
  const buckets = Array.from({ length: bucketCount }, () => new Map<string, KeyPlaces>());
  const people = new Map<string, IndexedPerson>();
  for (const entry of entries) {
    const { findKeys, named, ownStreams } = entry;
    const row = rowOfEntry(entry);
    for (const person of named)
      people.set(`${person.key}\n${person.name}`, makePerson(person, row.tenantId, row.callDay));
    const start = end;
    add(row);
    for (const key of findKeys) {
      const bucket = buckets[bucketOf(key)];
      const places = bucket?.get(key) ?? [key];
      bucket?.set(key, places);
      const own = ownStreams.get(key);
      places.push(own ? [start, end - start, own.classified, own.poor] : [start, end - start]);
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
  add([...people.values()].map(({ key, name, upn, kind }) => ({ key, name, upn, kind })));
  places.push(end);
  add({ form, state, places } satisfies Footer);
  return Buffer.concat(lines);
}

/**
 * The records with that key, or all, if the index is up to date. `undefined` if it is outdated, damaged, of another form,
 * untrustworthy or missing. Reads synchronously, which takes a tenth of the time.
 */
export function readDayIndex(
  path: string,
  { dayName, by }: { dayName: string; by: FindBy | undefined },
  isCurrent: (state: DayState) => Promise<boolean>,
): Promise<ScanResult<CallRow> | undefined> {
  return readIfCurrent(path, isCurrent, (read, places) => {
    const readPart = (part: number) => parseLine(read(places[part], places[part + 1]));
    const problems = parseProblems(readPart(bucketCount));
    const parseRow = (line: Buffer, said: Partial<CallRow> = {}) => {
      const row = parseLine(line);
      return parseRowOf(dayName, typeof row === 'object' ? { ...row, ...said } : row);
    };
    if (by === undefined)
      return { entries: [...eachLine(read(0, places[0]))].map((line) => parseRow(line)), problems };
    const { foundBy, found } = findKeyPlaces(readPart, by);
    const entries = found.map(([start, length, ownClassifiedStreams, ownPoorStreams]) =>
      parseRow(read(start, start + length), {
        ...(foundBy !== undefined && { foundBy }),
        ...(ownClassifiedStreams !== undefined && { ownClassifiedStreams, ownPoorStreams }),
      }),
    );
    return { entries, problems };
  });
}

/** Buckets go by the key: for a hash, all of them are read. Throws IntegrityError if one has another form. */
function findKeyPlaces(readBucket: (bucket: number) => unknown, by: FindBy) {
  const buckets = typeof by === 'string' ? [bucketOf(by)] : Array.from({ length: bucketCount }, (_, i) => i);
  for (const number of buckets) {
    const bucket = readBucket(number);
    const keys: unknown[] = Array.isArray(bucket) ? bucket : [undefined];
    if (!keys.every(Array.isArray)) throw strangeIndexError('its keys have another form');
    for (const [key, ...places] of keys) {
      const foundBy = typeof key === 'string' ? chooseKey([key], by) : undefined;
      if (foundBy === undefined) continue;
      const { data: found } = keyPlacesForm.safeParse(places);
      if (found) return { foundBy, found };
      throw strangeIndexError('the places of a key have another form');
    }
  }
  return { foundBy: undefined, found: [] };
}

/** Who took part on that day, likewise. */
export function readDayPeople(
  path: string,
  isCurrent: (state: DayState) => Promise<boolean>,
): Promise<IndexedPerson[] | undefined> {
  return readIfCurrent(path, isCurrent, (read, places) =>
    parsePeople(parseLine(read(places[bucketCount + 1], places[bucketCount + 2]))),
  );
}

type ReadBytes = (start?: number, end?: number) => Buffer;

async function readIfCurrent<Result>(
  path: string,
  isCurrent: (state: DayState) => Promise<boolean>,
  readResult: (read: ReadBytes, places: Footer['places']) => Result,
): Promise<Result | undefined> {
  const file = orAbsent(() => openSync(path, 'r'));
  if (file === undefined) return undefined;
  const { size } = fstatSync(file);
  const read = (start = 0, end = 0): Buffer => {
    // What the index says of places may be crafted: nothing is allocated for more than the file has.
    if (!(start >= 0 && start <= end && end <= size)) throw strangeIndexError('a place is outside of it');
    const bytes = Buffer.allocUnsafe(end - start);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
  };
  try {
    const footer = parseFooter(read(Math.max(0, size - maxFooterBytes), size), size);
    if (!footer || !(await isCurrent(footer.state))) return undefined;
    return readResult(read, footer.places);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Reads all of it. `undefined` if any of it is damaged, and if it is of another form or missing. */
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

/** The same index with another state. */
export function replaceState(bytes: Buffer, state: DayState): Buffer {
  const start = startOfFooter(bytes);
  const footer = parseLine(bytes.subarray(start)) as Footer;
  return Buffer.concat([bytes.subarray(0, start), formatLine({ ...footer, state } satisfies Footer)]);
}

function bucketOf(key: string): number {
  return crc32(key) % bucketCount;
}

/** `["crc32 of the JSON",JSON]`: damage is noticed, and `jq` can read it. */
function formatLine(value: unknown): Buffer {
  const json = JSON.stringify(value);
  return Buffer.from(`${formatLineStart(json)}${json}${lineEnd}`);
}

function formatLineStart(json: string | Buffer): string {
  return `["${crc32(json).toString(16).padStart(8, '0')}",`;
}

/** Returns its JSON. Throws IntegrityError. */
function checkLine(line: Buffer): Buffer {
  const json = line.subarray(lineStartLength, -lineEnd.length);
  const start = line.toString('latin1', 0, lineStartLength);
  const end = line.toString('latin1', lineStartLength + json.length);
  if (start === formatLineStart(json) && end === lineEnd) return json;
  throw strangeIndexError('a line is not as it was written');
}

function parseLine(line: Buffer): unknown {
  const json = checkLine(line).toString();
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw strangeIndexError('a line is not JSON', cause);
  }
}

function strangeIndexError(what: string, cause?: unknown): IntegrityError {
  return new IntegrityError(`Reading the local index: ${what}`, { cause });
}

/** `tail` is the end of a file of that size. */
function parseFooter(tail: Buffer, size: number): Footer | undefined {
  const start = startOfFooter(tail);
  const { data } = footerForm.safeParse(parseLine(tail.subarray(start)));
  return data?.places.at(-1) === size - tail.length + start ? data : undefined;
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
