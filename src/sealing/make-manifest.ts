/**
 * The manifest of a day, and how it differs from the one before. Files, tree and comparison pass by as a stream: memory
 * does not grow with the day.
 */
import { handOver } from '../concurrency/hand-over.ts';
import type { SealedDayRow } from '../model/sealed-day-row.ts';
import type { SealRequest } from '../model/work-request.ts';
import { becauseOf, compareManifests } from '../proof/compare-manifests.ts';
import { formatManifestLine, type ManifestEntry } from '../proof/manifest-line.ts';
import { makeTreeHash } from '../proof/merkle-tree.ts';
import { changesPath, manifestPath } from '../proof/proof-paths.ts';
import { formatChange, maxInSeal, type SealedChange, type SealedDay } from '../proof/seal.ts';
import { makeCallCounter } from './count-calls.ts';
import { type EntryTools, listEntries } from './list-entries.ts';
import { type NamingTools, nameLines } from './name-lines.ts';
import { type NamedManifest, readNamedManifest } from './read-named-manifest.ts';

export interface ManifestTools extends EntryTools, NamingTools {}

export interface MadeManifest
  extends Pick<SealedDay, 'listedAt' | 'manifest' | 'changes' | 'changesRest' | 'added'> {
  /** Calls with all their versions. */
  calls: number;
  /** Of the changes, those without a reason. */
  unexplained: number;
}

export interface ManifestOrder {
  day: string;
  /** What the seal before says of the day. */
  before: Pick<SealedDayRow, 'manifest' | 'listedAt'> | undefined;
  /** Why files are gone, if somebody said so. */
  because: SealRequest['because'];
}

/** Throws what storage throws; what was written then is named by no seal. */
export async function makeManifest(order: ManifestOrder, tools: ManifestTools): Promise<MadeManifest> {
  const { day, before, because } = order;
  const listedAt = tools.now().toISOString();
  const found = { changes: 0, unexplained: 0, added: 0 };
  const counter = makeCallCounter();
  const changes: SealedChange[] = [];
  const tree = makeTreeHash();

  async function* formatLines(): AsyncGenerator<string> {
    const entries = compareManifests(readBefore(order, tools), listEntries(day, tools), before?.listedAt, {
      change(change) {
        const explained = { ...change, because: becauseOf(change, because) };
        if (changes.length < maxInSeal) changes.push(explained);
        found.changes += 1;
        if (explained.because === 'unexplained') found.unexplained += 1;
      },
      added() {
        found.added += 1;
      },
    });
    for await (const entry of entries) {
      counter.add(entry);
      const line = formatManifestLine(entry);
      tree.add(line);
      yield line;
    }
  }

  const named = await nameLines((run, random) => manifestPath(day, run, random), formatLines(), tools);
  const manifest = { ...named, root: Buffer.from(tree.root()).toString('hex') };
  const { added, unexplained } = found;
  const { calls } = counter;
  const made = { listedAt, manifest, changes, added, calls, unexplained };
  if (found.changes <= changes.length) return made;
  return { ...made, changesRest: await nameRest(order, named, tools) };
}

function readBefore(
  { day, before }: ManifestOrder,
  { files, note }: ManifestTools,
): AsyncIterable<ManifestEntry> {
  const onDamage = (why: string) => note('sealing.manifest-damaged', { day, why });
  return before ? readNamedManifest(before.manifest, files, onDamage) : nothing();
}

async function* nothing(): AsyncGenerator<never> {}

/** Both manifests lie in storage: comparing them once more costs no memory. */
async function nameRest(order: ManifestOrder, made: NamedManifest, tools: ManifestTools) {
  const { day, before, because } = order;
  const quiet = () => undefined;
  const earlier = readBefore(order, { ...tools, note: quiet });
  const now = readNamedManifest(made, tools.files, quiet);
  let seen = 0;
  const rest = handOver<string>(async (give) => {
    const entries = compareManifests(earlier, now, before?.listedAt, {
      async change(change) {
        seen += 1;
        if (seen > maxInSeal) await give(formatChange({ ...change, because: becauseOf(change, because) }));
      },
      added: quiet,
    });
    for await (const _ of entries);
  });
  return nameLines((run, random) => changesPath(day, run, random), rest, tools);
}
