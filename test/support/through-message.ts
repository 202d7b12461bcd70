/** The progress of a long record as it goes through the queue. */
import { expect } from '@jest/globals';
import { type ArchiveRequest, parseArchiveRequest } from '../../src/model/archive-request.ts';
import type { RecordProgress } from '../../src/model/record-progress.ts';
import { callId } from './record-pages.ts';

export function throughMessage(progress: RecordProgress): RecordProgress {
  const retry = { firstTryAt: '2026-11-21T08:00:00.000Z', failedTries: 0 };
  const message: ArchiveRequest = {
    schema: 1,
    kind: 'resume',
    reason: 'notification',
    callIds: [callId],
    retry,
    progress,
  };
  const text = JSON.stringify(message);
  expect(text.length).toBeLessThan(2048);
  const request = parseArchiveRequest(text);
  if (request.kind !== 'resume') throw new Error('a resume message was sent');
  return request.progress;
}
