/** Keeps a README at the root of the archive's container; checked once by each instance of the app that reconciles. */
import { hash } from 'node:crypto';
import { formatError } from '../errors.ts';
import { readmeText } from '../model/archive-readme.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { ReadmeStore } from '../ports/readme-store.ts';

/** Writes the text when it is missing or outdated. Never throws: the caller has more important work. */
export function makeKeepReadme(store: ReadmeStore, note: NoteEvent): () => Promise<void> {
  const digest = hash('sha256', readmeText, 'hex').slice(0, 16);
  let isKept = false;
  return async () => {
    if (isKept) return;
    try {
      if ((await store.readDigest()) !== digest) {
        await store.put(readmeText, digest);
        note('upkeep.readme-written', {});
      }
      isKept = true;
    } catch (error) {
      note('upkeep.readme-failed', { why: formatError(error) });
    }
  };
}
