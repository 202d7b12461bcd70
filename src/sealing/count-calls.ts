/** How many calls a manifest has, counted while its entries pass by: the versions of a call stand one after the other. */
import type { ManifestEntry } from '../proof/manifest-line.ts';
import { parseSealedPath } from '../proof/sealed-path.ts';

export interface CallCounter {
  add(entry: Pick<ManifestEntry, 'container' | 'path'>): void;
  readonly calls: number;
}

export function makeCallCounter(): CallCounter {
  let calls = 0;
  let last: string | undefined;
  return {
    add({ container, path }) {
      const callId = parseSealedPath(container, path)?.record?.callId;
      if (callId !== undefined && callId !== last) calls += 1;
      last = callId;
    },
    get calls() {
      return calls;
    },
  };
}
