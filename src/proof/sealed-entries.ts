/** The entries of a sealed day's manifest for whoever uses them: what a check would tell and go on is an error here. */
import { IntegrityError } from '../errors.ts';
import type { ManifestEntry } from './manifest-line.ts';
import { proofContainer } from './proof-paths.ts';
import { DamagedProof, type ProofPlace, readSealedManifest } from './read-proof-file.ts';
import type { NamedLines } from './seal.ts';

/**
 * `root`: checked too where it is given. Throws IntegrityError, at the end if not before, when the manifest is not what its
 * seal says; storage's own errors pass through.
 */
export async function* readSealedEntries(
  place: ProofPlace,
  named: NamedLines & { root?: string | undefined },
): AsyncGenerator<ManifestEntry> {
  try {
    yield* readSealedManifest(place, named);
  } catch (error) {
    if (!(error instanceof DamagedProof)) throw error;
    if (error.found === 'unreadable') throw error.cause;
    const why =
      error.found === 'absent'
        ? 'a seal names it, and it is not there'
        : `it is not what its seal says: ${error.message}`;
    throw new IntegrityError(`Reading ${proofContainer}/${error.path}: ${why}`, { cause: error });
  }
}
