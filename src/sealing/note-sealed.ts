/** Tells telemetry of a seal: with its number and SHA-256, the event is an anchor that lies elsewhere than the seals. */
import type { ChainHead, SealedDayRow } from '../model/sealed-day-row.ts';
import type { NoteEvent } from '../ports/event-log.ts';

export interface NotedSeal {
  head: ChainHead;
  /** Why it was made; `undefined`: an earlier run wrote it, and may have ended before it could tell. */
  cause: string | undefined;
  rows: readonly SealedDayRow[];
  /** Of its changes. */
  unexplained: number;
}

export function noteSealed({ head, cause, rows, unexplained }: NotedSeal, note: NoteEvent): void {
  const { sequence, sha256, sealsFrom } = head;
  const missing = sumOf(rows, ({ graph }) => graph?.missing ?? 0);
  note('sealing.sealed', {
    sequence,
    sha256,
    cause,
    seals_from: sealsFrom,
    days: rows.length,
    first_day: rows[0]?.day,
    last_day: rows.at(-1)?.day,
    files: sumOf(rows, ({ manifest }) => manifest.entries),
    not_compared: rows.filter(({ graph }) => !graph).length,
    missing,
    unexplained,
  });
  if (missing > 0) note('sealing.calls-missing', { sequence, missing });
  if (unexplained > 0) note('sealing.changes-unexplained', { sequence, unexplained });
}

export function sumOf<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
