/** In-memory twin of the record store: create-only files, each visible from its commit on. */
import type { RecordMetadata, RecordStore } from '../../src/ports/record-store.ts';

export interface MemoryBlob {
  bytes: Buffer;
  metadata: RecordMetadata;
  contentMd5: Uint8Array;
}

export type MemoryRecordStore = RecordStore & { blobs: Map<string, MemoryBlob> };

export function makeMemoryRecordStore(): MemoryRecordStore {
  const blobs = new Map<string, MemoryBlob>();
  return {
    blobs,
    async find(path) {
      const blob = blobs.get(path);
      return blob && { ...blob.metadata };
    },
    openWriter(path) {
      const parts: Uint8Array[] = [];
      return {
        async write(part) {
          parts.push(part);
        },
        async commit(metadata, contentMd5) {
          if (blobs.has(path)) return 'exists';
          blobs.set(path, { bytes: Buffer.concat(parts), metadata: { ...metadata }, contentMd5 });
          return 'created';
        },
      };
    },
  };
}
