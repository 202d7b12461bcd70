/** Reads one call record, member by member, into the rows of `calls`, `participants`, `sessions` and `streams`. */
import { makeCallPeople } from '../../model/call-people.ts';
import { parseGraphTime } from '../../model/graph-time.ts';
import { valueIn } from '../../model/graph-value.ts';
import { type Identity, identityKey, parseIdentities } from '../../model/identity.ts';
import type { Row } from '../../model/table-schema.ts';
import { makeCallQuality } from '../../quality/call-quality.ts';
import { judgeSession, listFurtherEnds } from '../../quality/judge-session.ts';
import { callTables } from '../schema/tables.ts';
import { indexOfColumn, makeCellLayout } from './cell-layout.ts';
import { setIdentity } from './identity-cells.ts';
import { itemsOf } from './list-items.ts';
import { makeParticipantGatherer } from './participant-rows.ts';
import { readCell, readTime } from './read-cell.ts';
import { makeMemberReader, type Tally } from './read-members.ts';
import { readSessionRow, readSpan, sessionLayout } from './session-row.ts';
import { addStreamRows, type RowKey, type StreamCounts } from './stream-rows.ts';

/** What is known of the file that a record is read from. */
export interface TableRecord {
  /** Name in `call-records`. */
  path: string;
  tenantId: string;
  callId: string;
  /** Digits. */
  version: string;
  sha256: string | undefined;
  /** Length of the document. */
  sizeBytes: number | undefined;
  fetchedAt: string | undefined;
  reason: string | undefined;
}

export type CallTable = 'calls' | 'participants' | 'sessions' | 'streams';
export type AddRow = (table: CallTable, row: Row) => void;

export interface CallReader {
  /** A member at the top of the record, parsed; but for `sessions` and `participants_v2`. */
  addMember(name: string, value: unknown): void;
  addParticipant(participant: unknown): void;
  addSession(session: unknown): void;
  /** To be called after the last. */
  end(): void;
}

const { columns } = callTables.calls;
const layout = makeCellLayout(callTables.calls, [
  'call_id',
  'version',
  'part',
  'tenant_id',
  'duration_ms',
  'participants',
  'sessions',
  'streams',
  'good_streams',
  'poor_streams',
  'unclassified_streams',
  'failed_sessions',
  'failure_stage',
  'failure_reason',
  'sentence',
  'unmapped',
  'path',
  'sha256',
  'bytes',
  'fetched_at',
  'reason',
]);
const organizerAt = indexOfColumn(columns, 'organizer_kind');
const listNames = ['organizer', 'organizer_v2', 'participants', 'participants_v2', 'sessions'];
const readRecord = makeMemberReader(columns, 'record', ['id', 'version', ...listNames]);

/** `part`: the part of the day in which the rows will stand. */
export function makeCallReader(file: TableRecord, part: number, add: AddRow): CallReader {
  const key: RowKey = { call_id: file.callId, version: BigInt(file.version), part };
  const tally: Tally = { unmapped: 0 };
  const record: Record<string, unknown> = {};
  const participants = makeParticipantGatherer();
  const people = makeCallPeople();
  const quality = makeCallQuality();
  const counts: StreamCounts = { good: 0, poor: 0, unclassified: 0 };
  const failure = { sessions: 0, first: undefined as unknown };
  let listed = 0;
  let sessions = 0;

  return {
    addMember(name, value) {
      record[name] = value;
    },
    addParticipant(participant) {
      listed += 1;
      participants.addParticipant(participant);
      for (const identity of parseIdentities(valueIn(participant, 'identity'))) people.add(identity);
    },
    addSession(session) {
      sessions += 1;
      const judged = judgeSession(session);
      const { caller, callee } = judged.ends;
      for (const { end } of [caller, callee])
        for (const identity of end?.identities ?? []) people.add(identity);
      for (const { end } of listFurtherEnds(judged))
        for (const identity of end.identities) people.add(identity);
      participants.addSession(judged);
      quality.addSession(judged);
      const own: StreamCounts = { good: 0, poor: 0, unclassified: 0 };
      addStreamRows({ key, session: judged, number: sessions, counts: own, tally, add });
      const row = readSessionRow(key, judged, sessions, tally);
      sessionLayout.set(row, countCells(own));
      add('sessions', [row]);
      for (const verdict of ['good', 'poor', 'unclassified'] as const) counts[verdict] += own[verdict];
      if (judged.failed === undefined) return;
      failure.sessions += 1;
      failure.first ??= judged.failed;
    },
    end() {
      const row = layout.empty();
      readRecord(record, row, tally);
      const organizer = findOrganizer(record);
      setIdentity(row, organizerAt, organizer);
      participants.setOrganizer(organizer);
      const former = itemsOf(record, 'participants', tally);
      for (const identitySet of former) {
        participants.addFormer(identitySet);
        for (const identity of parseIdentities(identitySet)) people.add(identity);
      }
      layout.set(row, {
        ...key,
        ...describeFile(file),
        ...countCells(counts),
        duration_ms: readSpan(record),
        participants: listed || former.length,
        sessions,
        streams: counts.good + counts.poor + counts.unclassified,
        failed_sessions: failure.sessions,
        failure_stage: readCell.text(valueIn(failure.first, 'failureInfo', 'stage')),
        failure_reason: readCell.text(valueIn(failure.first, 'failureInfo', 'reason')),
        sentence: quality.quality({
          people: people.list(),
          organizer: organizer && identityKey(organizer),
          startedAt: parseGraphTime(record['startDateTime']),
          endedAt: parseGraphTime(record['endDateTime']),
        }).sentence,
        unmapped: BigInt(tally.unmapped),
      });
      add('calls', [row]);
      for (const person of participants.rows(key)) add('participants', [person]);
    },
  };
}

function countCells({ good, poor, unclassified }: StreamCounts) {
  return { good_streams: good, poor_streams: poor, unclassified_streams: unclassified };
}

/** The cells that say what file a row was made from. */
export function describeFile({ tenantId, path, sha256, sizeBytes, fetchedAt, reason }: TableRecord) {
  return {
    tenant_id: tenantId,
    path,
    sha256: sha256 ?? null,
    bytes: sizeBytes === undefined ? null : BigInt(sizeBytes),
    fetched_at: readTime(fetchedAt) ?? null,
    reason: reason ?? null,
  };
}

function findOrganizer(record: Record<string, unknown>): Identity | undefined {
  const [found] = [
    ...parseIdentities(valueIn(record, 'organizer_v2', 'identity')),
    ...parseIdentities(valueIn(record, 'organizer')),
  ];
  return found;
}
