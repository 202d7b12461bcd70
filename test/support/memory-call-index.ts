/** In-memory twin of the index: one entry a version, under the row key that its day row has. */
import { formatVersion } from '../../src/model/archive-path.ts';
import type { IndexEntry } from '../../src/model/call-row.ts';
import type { CallIndex } from '../../src/ports/call-index.ts';

/** Keys are `{callId}.v000001`. */
export type MemoryCallIndex = CallIndex & { entries: Map<string, IndexEntry> };

export function makeMemoryCallIndex(): MemoryCallIndex {
  const entries = new Map<string, IndexEntry>();
  return {
    entries,
    async put(entry) {
      entries.set(
        `${entry.callId}.${formatVersion(entry.version)}`,
        structuredClone({ ...entry, findKeys: [...entry.findKeys] }),
      );
    },
    async has({ tenantId, callId, version, callDay }) {
      const entry = entries.get(`${callId}.${formatVersion(version)}`);
      return entry?.tenantId === tenantId && entry.callDay === callDay;
    },
    async findReadSince(tenantId, callId, since) {
      const found = [...entries.values()].find(
        (entry) =>
          entry.tenantId === tenantId &&
          entry.callId === callId &&
          Date.parse(entry.fetchedAt) > since.getTime(),
      );
      return found?.callDay;
    },
    async *listDay(tenantId, callDay) {
      for (const entry of [...entries.values()]) {
        const { callId, version } = entry;
        if (entry.tenantId === tenantId && entry.callDay === callDay) yield { callId, version };
      }
    },
  };
}
