/** Reads what earlier seals name. What is gone or damaged ends early: `verify` finds that, and sealing goes on. */
import { IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { openLines } from '../proof/lines-file.ts';
import { type ManifestEntry, parseManifestLine } from '../proof/manifest-line.ts';
import { proofContainer } from '../proof/proof-paths.ts';

export interface NamedManifest {
  path: string;
  sha256: string;
}

/** `onDamage` hears why the entries came to an end too early, or are not those that were sealed. */
export async function* readNamedManifest(
  { path, sha256 }: NamedManifest,
  files: Pick<HeldFiles, 'open'>,
  onDamage: (why: string) => void,
): AsyncGenerator<ManifestEntry> {
  const file = await files.open(proofContainer, path);
  if (!file) return onDamage(`${path} is gone`);
  const lines = openLines(file);
  try {
    for await (const line of lines.parts) yield parseManifestLine(line);
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    return onDamage(`${path}: ${error.message}`);
  }
  if (lines.facts().sha256 !== sha256) onDamage(`${path} is not the manifest that was sealed`);
}
