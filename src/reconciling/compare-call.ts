/** What the archive lacks of a call that Graph lists, as pure rules. */
import { expiringMs, graphKeepsMs } from '../model/after-refusal.ts';
import type { IndexedVersion } from '../ports/call-index.ts';
import type { ListedCall } from '../ports/call-list.ts';

/** `newer`: the archive has an earlier version only. */
export type Standing = 'present' | 'newer' | 'missing';

/** The highest version of each call, by call id. */
export async function collectNewest(versions: AsyncIterable<IndexedVersion>): Promise<Map<string, string>> {
  const newest = new Map<string, string>();
  for await (const { callId, version } of versions) {
    const known = newest.get(callId);
    if (known === undefined || BigInt(version) > BigInt(known)) newest.set(callId, version);
  }
  return newest;
}

/** A later version than the listed one counts as present: Graph no longer gives the listed one. */
export function compareCall(listedVersion: string, archivedVersion: string | undefined): Standing {
  if (archivedVersion === undefined) return 'missing';
  return BigInt(archivedVersion) >= BigInt(listedVersion) ? 'present' : 'newer';
}

/** Graph keeps a call for 30 days after its end; where the end is not known, counting from the start is safe. */
export function whenForgotten({ startedAt, endedAt }: ListedCall): Date {
  return new Date((endedAt ?? startedAt).getTime() + graphKeepsMs);
}

/** Then a call that is not archived puts the app's health at risk. */
export function isExpiring(call: ListedCall, now: Date): boolean {
  return whenForgotten(call).getTime() - now.getTime() < expiringMs;
}
