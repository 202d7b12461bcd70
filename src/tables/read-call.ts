/**
 * Makes the rows of one archived call record. A small one is parsed whole; of a long one only a session at a time is in
 * memory. Rows come only from a record that was found to be whole and the right one.
 */
import { createHash, hash } from 'node:crypto';
import { unpack } from '../bytes/unpack.ts';
import { unpackSmall } from '../bytes/unpack-small.ts';
import { IntegrityError } from '../errors.ts';
import { valueIn } from '../model/graph-value.ts';
import { makeRecordSplitter, type SplitArray } from '../model/split-record.ts';
import { type AddRow, type CallReader, makeCallReader, type TableRecord } from './rows/call-reader.ts';

/** The gzip file, from its beginning each time it is asked for. Throws IntegrityError when it is not there. */
export type OpenRecord = () => Promise<AsyncIterable<Uint8Array>>;

/** Longer documents are read session by session. */
const maxWholeBytes = 8 * 1024 * 1024;
/** A longer file is not even tried: a document of `maxWholeBytes` is packed into far less. */
const maxWholeFileBytes = 4 * 1024 * 1024;

/** Adds the rows of a record that was read. */
export type AddRows = (add: AddRow) => Promise<void>;

/**
 * Fetches a small file at once, so that several are fetched at a time; a long one, and all else, is for when the rows are
 * asked for. Their adding throws IntegrityError, before any row is added, when the file is damaged or another record's.
 */
export async function readCall(record: TableRecord, open: OpenRecord, part: number): Promise<AddRows> {
  const file = await readSmall(await open());
  return async (add) => {
    const reader = makeCallReader(record, part, add);
    const document = file && orDamaged(record, () => unpackSmall(file, maxWholeBytes));
    if (document) addWhole(record, document, reader);
    else await readLong(open, await checkLong(record, open), reader);
  };
}

/** `undefined`: it is longer. */
async function readSmall(file: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of file) {
    sizeBytes += part.length;
    if (sizeBytes > maxWholeFileBytes) return undefined;
    parts.push(part);
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

function addWhole(record: TableRecord, document: Buffer, reader: CallReader): void {
  if (record.sha256 !== undefined) checkHash(record, hash('sha256', document, 'hex'));
  const value = orDamaged(record, () => JSON.parse(document.toString('utf8')) as Record<string, unknown>);
  checkHead(record, (name) => valueIn(value, name));
  for (const name in value) {
    const inside = value[name];
    if (name === 'sessions' && Array.isArray(inside))
      for (const session of inside) reader.addSession(session);
    else if (name === 'participants_v2' && Array.isArray(inside))
      for (const participant of inside) reader.addParticipant(participant);
    else reader.addMember(name, inside);
  }
  reader.end();
}

/** How often each list begins: of one that comes twice, the last counts. */
type Beginnings = Record<SplitArray, number>;

/** Reads the whole document for nothing but its being as it must be. */
async function checkLong(record: TableRecord, open: OpenRecord): Promise<Beginnings> {
  const sha256 = createHash('sha256');
  const head = new Map<string, unknown>();
  const seen: Beginnings = { sessions: 0, participants_v2: 0 };
  const splitter = makeRecordSplitter({
    onMember: (name, value) => void head.set(name, JSON.parse(value.toString('utf8'))),
    onArray(name) {
      seen[name] += 1;
    },
    onItem: (_, item) => void JSON.parse(item.toString('utf8')),
  });
  for await (const piece of unpack(await open())) {
    sha256.update(piece);
    orDamaged(record, () => splitter.push(piece));
  }
  orDamaged(record, () => splitter.end());
  checkHash(record, sha256.digest('hex'));
  checkHead(record, (name) => (name === 'sessions' && seen.sessions > 0 ? [] : head.get(name)));
  return seen;
}

async function readLong(open: OpenRecord, seen: Beginnings, reader: CallReader): Promise<void> {
  const now: Beginnings = { sessions: 0, participants_v2: 0 };
  const splitter = makeRecordSplitter({
    onMember: (name, value) => reader.addMember(name, JSON.parse(value.toString('utf8'))),
    onArray(name) {
      now[name] += 1;
    },
    onItem(name, item) {
      if (now[name] < seen[name]) return;
      const value: unknown = JSON.parse(item.toString('utf8'));
      if (name === 'sessions') reader.addSession(value);
      else reader.addParticipant(value);
    },
  });
  for await (const piece of unpack(await open())) splitter.push(piece);
  splitter.end();
  reader.end();
}

function checkHash({ path, sha256 }: TableRecord, found: string): void {
  if (sha256 !== undefined && sha256 !== found)
    throw new IntegrityError(`Reading ${path}: its SHA-256 is ${found}, and was to be ${sha256}`);
}

function checkHead({ path, callId, version }: TableRecord, memberOf: (name: string) => unknown): void {
  const id = memberOf('id');
  if (typeof id !== 'string' || id.toLowerCase() !== callId)
    throw new IntegrityError(`Reading ${path}: the record in it has another id than its name`);
  const own = memberOf('version');
  if (Number(version) !== own)
    throw new IntegrityError(`Reading ${path}: the record in it has another version than its name`);
  if (BigInt(version) >= 2n ** 63n)
    throw new IntegrityError(`Reading ${path}: its version is beyond what Graph's type holds`);
  if (!Array.isArray(memberOf('sessions')))
    throw new IntegrityError(`Reading ${path}: its sessions are not an array`);
}

/** What zlib and JSON throw says that the file is damaged. */
function orDamaged<Result>({ path }: TableRecord, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof IntegrityError) throw error;
    throw new IntegrityError(`Reading ${path}: the file is damaged`, { cause: error });
  }
}
