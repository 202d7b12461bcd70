/** A message that kept failing is given an owner: its records stand in the failure ledger, and nothing else is done. */
import { graphKeepsMs } from '../model/after-refusal.ts';
import type { ArchiveRequest } from '../model/archive-request.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { FailureLedger } from '../ports/failure-ledger.ts';

export interface NotePoisonTools {
  ledger: FailureLedger;
  note: NoteEvent;
  now(): Date;
}

const dayMs = 24 * 60 * 60 * 1000;

export type NotePoison = (request: ArchiveRequest) => Promise<void>;

export function makeNotePoison({ ledger, note, now }: NotePoisonTools): NotePoison {
  return async (request) => {
    const isAsking = request.kind === 'records' || request.kind === 'resume';
    const callIds = isAsking ? request.callIds : [];
    const at = now();
    for (const callId of callIds) {
      const firstTryAt = isAsking && request.retry ? new Date(request.retry.firstTryAt) : at;
      await ledger.put({
        callId,
        state: 'pending',
        reason: 'Archiving failed again and again for a reason that is in the log',
        httpStatus: undefined,
        firstTryAt,
        lastTryAt: at,
        nextTryAt: new Date(at.getTime() + dayMs),
        forgottenAt: new Date(firstTryAt.getTime() + graphKeepsMs),
        refusedBlob: undefined,
      });
    }
    note('archiving.poison-noted', { kind: request.kind, records: callIds.length, call_id: callIds[0] });
  };
}
