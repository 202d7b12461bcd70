/** In-memory twin of the evidence store. */
import { Readable } from 'node:stream';
import type { EvidenceStore } from '../../src/ports/evidence-store.ts';

export type MemoryEvidenceStore = EvidenceStore & { bodies: Map<string, Uint8Array> };

export function makeMemoryEvidenceStore(): MemoryEvidenceStore {
  const bodies = new Map<string, Uint8Array>();
  return {
    bodies,
    async put(name, body) {
      bodies.set(name, Uint8Array.from(body));
    },
    async open(name) {
      const body = bodies.get(name);
      return body && Readable.from([Uint8Array.from(body)]);
    },
  };
}
