/** The rows of the table `CallIndex`: their keys (design §3) and their columns, both ways. */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { formatVersion, isPathOf } from './archive-path.ts';
import type { CallRow, IndexEntry } from './call-row.ts';

export interface IndexRow extends Columns {
  partitionKey: string;
  rowKey: string;
}

export interface Columns {
  [column: string]: string | number | bigint | boolean;
}

export interface IndexRows {
  idRow: IndexRow;
  dayRow: IndexRow;
  /** In batches, each for one transaction. */
  findRows: RowBatch[];
}

/** Rows of one partition for one transaction. */
export interface RowBatch {
  partitionKey: string;
  /** What every row says. */
  columns: Columns;
  /** What each row says besides. */
  rows: { rowKey: string; columns: Columns }[];
}

/** Times after the year 9999 are nobody's; the row keys of later calls are smaller. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');
/** A text of a column has an end, whatever a record says; the record itself has all of it. */
const longestText = 1000;

/** How many hex digits of a find key's SHA-256 are used. */
const hashDigits = 32;

/** Keys that are hashed before the event loop has its turn. */
const hashesAtOnce = 2000;

/** A transaction takes so many rows of one partition. */
export const rowsAtOnce = 100;

/** Every row of an entry. */
export async function formatIndexRows(entry: IndexEntry): Promise<IndexRows> {
  const { tenantId, callId, callDay } = entry;
  const version = formatVersion(entry.version);
  const columns = formatColumns(entry);
  return {
    idRow: { ...columns, partitionKey: idPartition(tenantId, callId), rowKey: version },
    dayRow: { ...columns, partitionKey: dayPartition(tenantId, callDay), rowKey: `${callId}.${version}` },
    findRows: await formatFindRows(entry, columns),
  };
}

/** A large meeting has tens of thousands of find keys, so the event loop has its turn in between. */
async function formatFindRows(entry: IndexEntry, columns: Columns): Promise<RowBatch[]> {
  const { tenantId, findKeys } = entry;
  const startAndCall = placeOf(entry);
  const batches: RowBatch[] = [];
  /** By partition, the batch that still has room. */
  const open = new Map<string, RowBatch>();
  for (const [i, key] of findKeys.entries()) {
    if (i % hashesAtOnce === hashesAtOnce - 1) await setImmediate();
    const h = hashFindKey(key);
    const partitionKey = findPartition(tenantId, h);
    let batch = open.get(partitionKey);
    if (!batch || batch.rows.length === rowsAtOnce) {
      batch = { partitionKey, columns, rows: [] };
      open.set(partitionKey, batch);
      batches.push(batch);
    }
    batch.rows.push({ rowKey: `${h}-${startAndCall}`, columns: { key } });
  }
  return batches;
}

function hashFindKey(key: string): string {
  return hash('sha256', key, 'hex').slice(0, hashDigits);
}

export function idPartition(tenantId: string, callId: string): string {
  return `c-${tenantId}-${callId}`;
}

export function dayPartition(tenantId: string, callDay: string): string {
  return `d-${tenantId}-${callDay}`;
}

/** Where the calls of a find key are: the row keys of one partition that begin with `prefix`, newest first. */
export function locateFindKey(tenantId: string, key: string): { partitionKey: string; prefix: string } {
  const h = hashFindKey(key);
  return { partitionKey: findPartition(tenantId, h), prefix: `${h}-` };
}

function findPartition(tenantId: string, h: string): string {
  return `p-${tenantId}-${h.slice(0, 2)}`;
}

/** Where a call stands among others, newest first: sorted as texts. */
export function placeOf({ startedAt, callId }: Pick<CallRow, 'startedAt' | 'callId'>): string {
  return `${invertTime(new Date(startedAt).getTime())}-${callId}`;
}

/** The later the time, the smaller the text; all of one length. */
export function invertTime(timeMs: number): string {
  return String(endOfTime - timeMs).padStart(15, '0');
}

function formatColumns(row: CallRow): Columns {
  return {
    call_id: row.callId,
    version: row.version,
    blob: row.blob,
    started_at: row.startedAt,
    ...(row.endedAt && { ended_at: row.endedAt }),
    ...(row.type && { type: clip(row.type) }),
    modalities: clip(row.modalities.join(',')),
    ...(row.organizer && { organizer: clip(row.organizer) }),
    people: row.people,
    failed: row.failed,
    sessions: row.sessions,
    participants: row.participants,
    bytes: BigInt(row.sizeBytes),
    sha256: row.sha256,
    fetched_at: row.fetchedAt,
    reason: row.reason,
  };
}

/** A text that a column takes: half a character, left by the cut or by Graph, is none. */
function clip(text: string): string {
  return text.slice(0, longestText).toWellFormed();
}

/**
 * The row that these columns make up; `undefined` when one is missing, or the blob is not the one of this call, version
 * and day, as in rows that are not the archive's own.
 */
export function parseColumns(
  columns: Readonly<Record<string, unknown>>,
  place: { tenantId: string },
): CallRow | undefined {
  const parsed = columnsForm.safeParse(columns);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const record = {
    tenantId: place.tenantId,
    callId: data.call_id,
    version: data.version,
    callDay: new Date(data.started_at).toISOString().slice(0, 10),
  };
  if (!isPathOf(data.blob, record)) return undefined;
  return {
    ...record,
    blob: data.blob,
    startedAt: data.started_at,
    endedAt: data.ended_at,
    type: data.type,
    modalities: data.modalities.split(',').filter(Boolean),
    sessions: data.sessions,
    participants: data.participants,
    sizeBytes: Number(data.bytes),
    sha256: data.sha256,
    fetchedAt: data.fetched_at,
    reason: data.reason,
    organizer: data.organizer,
    people: data.people,
    failed: data.failed,
  };
}

const columnsForm = z.object({
  call_id: z.string(),
  version: z.string().regex(/^[1-9]\d*$/),
  blob: z.string(),
  started_at: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  ended_at: z.string().optional(),
  type: z.string().optional(),
  modalities: z.string(),
  organizer: z.string().optional(),
  people: z.number(),
  failed: z.boolean(),
  sessions: z.number(),
  participants: z.number(),
  bytes: z.union([z.bigint(), z.number()]),
  sha256: z.string(),
  fetched_at: z.string(),
  reason: z.string(),
});
