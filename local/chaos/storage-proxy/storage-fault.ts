/** What goes wrong between the app and its storage, as data. */
import type { Operation } from './name-operation.ts';

export const storageFaultKinds = [
  /** 503 ServerBusy: nothing was done. */
  'busy',
  /** 500 InternalError: nothing was done. */
  'internal-error',
  /** 403: a right that is not there for a moment. Clients do not try again by themselves. */
  'forbidden',
  /** The connection ends before the request has reached the storage. */
  'reset-before',
  /** It is done, and the connection ends before the answer. */
  'answer-lost',
  /** It is done, and the answer breaks off. */
  'answer-cut',
  /** It is done, and the answer comes late. */
  'slow',
  /** No answer for some seconds, then the connection ends. */
  'time-out',
  /** No answer at all, until the client gives up. */
  'no-answer',
] as const;

export type StorageFaultKind = (typeof storageFaultKinds)[number];

export interface StorageFault {
  readonly operation: Operation;
  /** Which request of that operation, from 1 on. */
  readonly nth: number;
  readonly kind: StorageFaultKind;
}

export interface StorageFaultPlan {
  /** The fault for the next request of this operation. */
  take(operation: Operation): StorageFaultKind | undefined;
  /** How often each was played, `{operation} {kind}`. */
  played(): Record<string, number>;
  /** Before this, and after `stop`, everything goes as it should. */
  start(): void;
  stop(): void;
}

export function makeStorageFaultPlan(faults: readonly StorageFault[]): StorageFaultPlan {
  const planned = new Map(faults.map(({ operation, nth, kind }) => [`${operation} ${nth}`, kind]));
  const seen = new Map<Operation, number>();
  const played: Record<string, number> = {};
  let isOn = false;
  return {
    take(operation) {
      if (!isOn) return undefined;
      const nth = (seen.get(operation) ?? 0) + 1;
      seen.set(operation, nth);
      const kind = planned.get(`${operation} ${nth}`);
      if (kind !== undefined) played[`${operation} ${kind}`] = (played[`${operation} ${kind}`] ?? 0) + 1;
      return kind;
    },
    played: () => ({ ...played }),
    start() {
      isOn = true;
    },
    stop() {
      isOn = false;
    },
  };
}
