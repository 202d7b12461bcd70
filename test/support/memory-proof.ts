/** In-memory twin of the files that a checker sees and of the store into which proof is written. */
import { createHash } from 'node:crypto';
import { IntegrityError } from '../../src/errors.ts';
import type { HeldFiles } from '../../src/ports/held-files.ts';
import type { ProofStore } from '../../src/ports/proof-store.ts';

export interface MemoryFile {
  bytes: Uint8Array;
  metadata: Record<string, string> | undefined;
  /** Default: that of the bytes. */
  md5?: string | undefined;
}

export interface MemoryHolding extends HeldFiles, ProofStore {
  /** By container, then by name: a test may do to it what it likes. */
  containers: Map<string, Map<string, MemoryFile>>;
  put(container: string, path: string, bytes: Uint8Array, metadata?: Record<string, string>): void;
}

const proofContainer = 'call-proof';

/** `knowsMetadata: false`: as in a plain folder, which knows no metadata and no MD5 either. */
export function makeMemoryHolding({ knowsMetadata = true } = {}): MemoryHolding {
  const containers = new Map<string, Map<string, MemoryFile>>();
  const filesOf = (container: string) => containers.get(container) ?? new Map<string, MemoryFile>();

  function put(
    container: string,
    path: string,
    bytes: Uint8Array,
    metadata: Record<string, string> = {},
  ): void {
    const files = filesOf(container);
    containers.set(container, files.set(path, { bytes: Uint8Array.from(bytes), metadata }));
  }

  return {
    containers,
    put,
    async *list(container, prefix) {
      const paths = [...filesOf(container).keys()].filter((path) => path.startsWith(prefix));
      for (const path of paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
        const file = filesOf(container).get(path);
        if (!file) continue;
        const { bytes, metadata, md5 = createHash('md5').update(bytes).digest('base64') } = file;
        const known = knowsMetadata
          ? { md5, metadata: { ...metadata } }
          : { md5: undefined, metadata: undefined };
        yield { path, sizeBytes: bytes.length, ...known };
      }
    },
    async read(container, path, maxBytes) {
      const bytes = filesOf(container).get(path)?.bytes;
      if (bytes && bytes.length > maxBytes)
        throw new IntegrityError(
          `Reading ${container}/${path}: ${bytes.length} bytes are more than ${maxBytes}`,
        );
      return bytes && Uint8Array.from(bytes);
    },
    async open(container, path) {
      const bytes = filesOf(container).get(path)?.bytes;
      return bytes && piecesOf(bytes);
    },
    async create(path, body) {
      const parts: Uint8Array[] = [];
      for await (const part of body instanceof Uint8Array ? [body] : body) parts.push(Uint8Array.from(part));
      if (filesOf(proofContainer).has(path)) return 'exists';
      put(proofContainer, path, Buffer.concat(parts));
      return 'created';
    },
  };
}

/** Copies: the pieces of a file are their reader's. */
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.slice(at, at + 1000);
}
