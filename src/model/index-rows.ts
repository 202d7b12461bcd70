/** The rows of the table `CallIndex`: their keys (design §3) and their columns, both ways. */
import { hash } from 'node:crypto';
import { formatVersion } from './archive-path.ts';
import type { CallRow, IndexEntry } from './call-row.ts';

export interface IndexRow {
  partitionKey: string;
  rowKey: string;
  [column: string]: string | number | bigint | boolean;
}

export interface IndexRows {
  idRow: IndexRow;
  dayRow: IndexRow;
  /** In groups of one partition each. */
  findRows: IndexRow[][];
}

/** Times after the year 9999 are nobody's; the row keys of later calls are smaller. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');
/** A text of a column has an end, whatever a record says; the record itself has all of it. */
const longestText = 1000;

/** Every row of an entry. */
export function formatIndexRows(entry: IndexEntry): IndexRows {
  const { tenantId, callId, callDay, startedAt } = entry;
  const version = formatVersion(entry.version);
  const columns = formatColumns(entry);
  const place = `${invertTime(startedAt)}-${callId}`;
  const findRows = new Map<string, IndexRow[]>();
  for (const key of entry.findKeys) {
    const { partitionKey, prefix } = locateFindKey(tenantId, key);
    const row = { ...columns, partitionKey, rowKey: `${prefix}${place}`, key };
    const group = findRows.get(partitionKey);
    if (group) group.push(row);
    else findRows.set(partitionKey, [row]);
  }
  return {
    idRow: { ...columns, partitionKey: idPartition(tenantId, callId), rowKey: version },
    dayRow: { ...columns, partitionKey: dayPartition(tenantId, callDay), rowKey: `${callId}.${version}` },
    findRows: [...findRows.values()],
  };
}

function idPartition(tenantId: string, callId: string): string {
  return `c-${tenantId}-${callId}`;
}

export function dayPartition(tenantId: string, callDay: string): string {
  return `d-${tenantId}-${callDay}`;
}

/** Where the calls of a find key are: the row keys of one partition that begin with `prefix`, newest first. */
export function locateFindKey(tenantId: string, key: string): { partitionKey: string; prefix: string } {
  const h = hash('sha256', key, 'hex').slice(0, 32);
  return { partitionKey: `p-${tenantId}-${h.slice(0, 2)}`, prefix: `${h}-` };
}

/** The later the time, the smaller the text; all of one length. */
function invertTime(time: string | Date): string {
  return String(endOfTime - new Date(time).getTime()).padStart(15, '0');
}

function formatColumns(row: CallRow): Record<string, string | number | bigint | boolean> {
  return {
    call_id: row.callId,
    version: row.version,
    blob: row.blob,
    started_at: row.startedAt,
    ...(row.endedAt && { ended_at: row.endedAt }),
    ...(row.type && { type: row.type.slice(0, longestText) }),
    modalities: row.modalities.join(',').slice(0, longestText),
    ...(row.organizer && { organizer: row.organizer.slice(0, longestText) }),
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
