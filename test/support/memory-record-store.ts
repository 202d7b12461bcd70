/** In-memory twin of the record store: create-only files, each visible from its commit on, and what is staged for them. */
import type { RecordMetadata, RecordStore } from '../../src/ports/record-store.ts';

export interface MemoryBlob {
  bytes: Buffer;
  metadata: RecordMetadata;
  contentMd5: Uint8Array;
}

export type MemoryRecordStore = RecordStore & {
  blobs: Map<string, MemoryBlob>;
  /** Forgets what is staged, as storage does after a week. */
  expireStaged(): void;
};

export function makeMemoryRecordStore(): MemoryRecordStore {
  const blobs = new Map<string, MemoryBlob>();
  /** What is staged, by path and then by run. */
  const staged = new Map<string, Map<string, Buffer[]>>();
  let runs = 0;
  return {
    blobs,
    expireStaged: () => staged.clear(),
    async find(path) {
      const blob = blobs.get(path);
      return blob && { ...blob.metadata };
    },
    async *list(prefix) {
      yield* [...blobs.keys()].filter((path) => path.startsWith(prefix)).sort();
    },
    async *read(path) {
      const blob = blobs.get(path);
      if (!blob) throw new Error(`Reading ${path}: it is not there`);
      yield blob.bytes;
    },
    openWriter(path, before = []) {
      const run = `run-${runs++}`;
      const waiting: Uint8Array[] = [];
      let blocks = 0;
      return {
        async write(part) {
          waiting.push(Buffer.from(part));
        },
        async stage() {
          if (waiting.length > 0) {
            const ofPath = staged.get(path) ?? new Map<string, Buffer[]>();
            ofPath.set(run, [...(ofPath.get(run) ?? []), Buffer.concat(waiting.splice(0))]);
            staged.set(path, ofPath);
            blocks += 1;
          }
          return blocks === 0 ? before : [...before, [run, blocks]];
        },
        async commit(metadata, contentMd5) {
          if (blobs.has(path)) return 'exists';
          const found = before.map(
            ([earlier, count]) => staged.get(path)?.get(earlier)?.slice(0, count) ?? [],
          );
          if (found.flat().length < before.reduce((sum, [, count]) => sum + count, 0)) return 'expired';
          const own = staged.get(path)?.get(run) ?? [];
          blobs.set(path, {
            bytes: Buffer.concat([...found.flat(), ...own, ...waiting]),
            metadata: { ...metadata },
            contentMd5,
          });
          staged.delete(path);
          return 'created';
        },
      };
    },
  };
}
