/** The rows that a document becomes, as objects by the names of their columns. */
import { gzipSync } from 'node:zlib';
import { readCall } from '../../../src/tables/read-call.ts';
import type { CallTable, TableRecord } from '../../../src/tables/rows/call-reader.ts';
import { callTables } from '../../../src/tables/schema/tables.ts';

export type NamedRow = Record<string, unknown>;
export type NamedRows = Record<CallTable, NamedRow[]>;

export const callId = '0a1b2c3d-1111-4222-8333-444455556666';

export const tableRecord: TableRecord = {
  path: `records/v1/tenant=dc368399-474c-4d40-900c-6265431fd81f/date=2026-11-21/${callId}.v000003.json.gz`,
  tenantId: 'dc368399-474c-4d40-900c-6265431fd81f',
  callId,
  version: '3',
  sha256: undefined,
  sizeBytes: 1234,
  fetchedAt: '2026-11-21T12:00:00.5Z',
  reason: 'notification',
};

export async function rowsOfFile(file: Buffer, record = tableRecord, part = 0): Promise<NamedRows> {
  const rows: NamedRows = { calls: [], participants: [], sessions: [], streams: [] };
  async function* open() {
    yield file;
  }
  const addRows = await readCall(record, async () => open(), part);
  await addRows((table, blocks) => {
    const { columns } = callTables[table];
    const row = blocks.flat();
    if (row.length !== columns.length) throw new Error(`A row of ${table} has ${row.length} cells`);
    rows[table].push(Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
  });
  return rows;
}

export function rowsOfDocument(document: string | Buffer, record = tableRecord): Promise<NamedRows> {
  return rowsOfFile(gzipSync(document), record);
}

/** A record with these members beside the ones that it must have. */
export function rowsOfRecord(members: Record<string, unknown>): Promise<NamedRows> {
  return rowsOfDocument(JSON.stringify({ id: callId, version: 3, sessions: [], ...members }));
}

/** A session of one segment with one audio stream, of whose parts any may be replaced. */
export function makeSession({ session = {}, segment = {}, media = {}, stream = {} }: SessionParts = {}) {
  const span = { startDateTime: '2026-11-21T09:00:00Z', endDateTime: '2026-11-21T09:10:00Z' };
  return {
    id: 's1',
    ...span,
    caller: { associatedIdentity: { id: 'anna', displayName: 'Anna', tenantId: 't1' } },
    callee: { associatedIdentity: { id: 'bob', displayName: 'Bob' } },
    segments: [
      {
        id: 'g1',
        ...span,
        media: [
          { label: 'main-audio', streams: [{ streamDirection: 'callerToCallee', ...stream }], ...media },
        ],
        ...segment,
      },
    ],
    ...session,
  };
}

export interface SessionParts {
  session?: object;
  segment?: object;
  media?: object;
  stream?: object;
}
