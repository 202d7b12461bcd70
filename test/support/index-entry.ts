/** Entries of the index, whole, with what a test wants otherwise. */
import { recordPath } from '../../src/model/archive-path.ts';
import type { IndexEntry } from '../../src/model/call-row.ts';

export const entryTenant = '7e1a0c2d-0000-4000-8000-0000000000aa';

export function makeIndexEntry(callId: string, changes: Partial<IndexEntry> = {}): IndexEntry {
  const { tenantId = entryTenant, version = '2', callDay = '2026-11-20' } = changes;
  return {
    tenantId,
    callId,
    version,
    callDay,
    blob: recordPath({ tenantId, callId, version, callDay }),
    startedAt: `${callDay}T10:00:00.1234567Z`,
    endedAt: `${callDay}T10:05:00Z`,
    type: 'groupCall',
    modalities: ['audio', 'video'],
    sessions: 2,
    participants: 3,
    sizeBytes: 12_345,
    sha256: 'a'.repeat(64),
    fetchedAt: '2026-11-21T09:00:00.000Z',
    reason: 'notification',
    organizer: 'Abbie Wilkins',
    people: 3,
    failed: false,
    failedSessions: 0,
    classifiedStreams: 6,
    poorStreams: 1,
    ownStreams: new Map(),
    findKeys: [],
    named: [],
    ...changes,
  };
}
