/** A message that kept failing gets an owner: its records go into the failure ledger, and that is all. */
import { findForgottenAt } from '../model/after-refusal.ts';
import {
  type ArchiveRequest,
  type ResumeRequest,
  type SingleRecordsRequest,
  splitRecordsRequest,
} from '../model/archive-request.ts';
import { dayMs } from '../model/durations.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { FailureLedger } from '../ports/failure-ledger.ts';

export interface NotePoisonTools {
  ledger: FailureLedger;
  note: NoteEvent;
  now(): Date;
}

export type NotePoison = (request: ArchiveRequest) => Promise<void>;

export function makeNotePoison({ ledger, note, now }: NotePoisonTools): NotePoison {
  return async (request) => {
    const requests = splitRequest(request);
    const at = now();
    for (const { callIds, retry, endedAt } of requests) {
      const row = await ledger.find(callIds[0]);
      const firstTryAt = retry ? new Date(retry.firstTryAt) : at;
      await ledger.put({
        callId: callIds[0],
        state: 'pending',
        reason: 'Archiving failed again and again for a reason that is in the log',
        httpStatus: undefined,
        firstTryAt: row?.firstTryAt ?? firstTryAt,
        lastTryAt: at,
        nextTryAt: new Date(at.getTime() + dayMs),
        forgottenAt: findForgottenAt({ endedAt, firstTryAt, row }),
        refusedBlob: row?.refusedBlob,
      });
    }
    note('archiving.poison-noted', {
      kind: request.kind,
      records: requests.length,
      call_id: requests[0]?.callIds[0],
    });
  };
}

function splitRequest(request: ArchiveRequest): (SingleRecordsRequest | ResumeRequest)[] {
  if (request.kind === 'resume') return [request];
  return request.kind === 'records' ? splitRecordsRequest(request) : [];
}
