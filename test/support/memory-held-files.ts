/** In-memory twin of the files of one container, by path. */
import { IntegrityError } from '../../src/errors.ts';
import type { HeldFiles } from '../../src/ports/held-files.ts';

export function makeMemoryHeldFiles(held: ReadonlyMap<string, Uint8Array>): HeldFiles {
  return {
    async *list(_container, prefix) {
      for (const [path, bytes] of [...held].sort(([one], [other]) => (one < other ? -1 : 1)))
        if (path.startsWith(prefix))
          yield { path, sizeBytes: bytes.length, md5: undefined, metadata: undefined };
    },
    async read(_container, path, maxBytes) {
      const bytes = held.get(path);
      if (bytes && bytes.length > maxBytes) throw new IntegrityError(`Reading ${path}: it is too long`);
      return bytes;
    },
    async open(_container, path) {
      const bytes = held.get(path);
      return bytes && inPieces(bytes);
    },
  };
}

/** A copy: the pieces of a file are their reader's. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(bytes);
}
