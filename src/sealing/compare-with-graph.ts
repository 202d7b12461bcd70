/** What Graph listed for a day against the manifests: from the list and the manifests alone, never from the index. */
import { IntegrityError } from '../errors.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { compareList, orderOfSearch } from '../proof/compare-list.ts';
import { openLines } from '../proof/lines-file.ts';
import { formatListedVersion, type ListedVersion, parseListedVersion } from '../proof/listed-version.ts';
import { missingPath, proofContainer } from '../proof/proof-paths.ts';
import {
  type Comparison,
  type Elsewhere,
  formatElsewhere,
  maxInSeal,
  type NamedLines,
  type SealedDay,
} from '../proof/seal.ts';
import type { KeptList, KeptLists } from './find-lists.ts';
import { type NamingTools, nameLines } from './name-lines.ts';
import { type NamedManifest, readNamedManifest } from './read-named-manifest.ts';

export interface GraphComparisonTools extends NamingTools {
  files: HeldFiles;
  note: NoteEvent;
}

/**
 * With the newest list that can be read. `manifests`: the newest of each day as of the seal to be written, that of the day itself
 * among them.
 */
export async function compareWithGraph(
  day: string,
  { newest, older }: KeptLists,
  manifests: ReadonlyMap<string, NamedManifest>,
  tools: GraphComparisonTools,
): Promise<SealedDay['graph']> {
  for (let kept = newest; kept; kept = (await older.next()).value) {
    try {
      return await compareWithList(day, kept, manifests, tools);
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      tools.note('sealing.list-damaged', { day, blob: kept.path, error: error.message });
    }
  }
  return { reason: noList };
}

const noList = 'No list of what Graph had on the whole of this day is kept';

async function compareWithList(
  day: string,
  { path, comparedAt, unreadable }: KeptList,
  manifests: ReadonlyMap<string, NamedManifest>,
  tools: GraphComparisonTools,
): Promise<Comparison> {
  const comparing = { day, path, manifests, tools };
  const missing: ListedVersion[] = [];
  const elsewhere: Elsewhere[] = [];
  const counts = { missing: 0, elsewhere: 0 };
  const { found, facts } = await openComparison(comparing);
  for await (const { id, version, path: where } of found) {
    counts[where === undefined ? 'missing' : 'elsewhere'] += 1;
    if (where === undefined) {
      if (missing.length < maxInSeal) missing.push({ id, version });
    } else if (elsewhere.length < maxInSeal) elsewhere.push({ id, version, path: where });
  }
  const comparison = { comparedAt, list: { path, ...facts() }, unreadable, missing, elsewhere };
  return {
    ...comparison,
    ...(counts.missing > maxInSeal && { missingRest: await nameRest('missing', comparing) }),
    ...(counts.elsewhere > maxInSeal && { elsewhereRest: await nameRest('elsewhere', comparing) }),
  };
}

interface Comparing {
  day: string;
  /** Of the list. */
  path: string;
  manifests: ReadonlyMap<string, NamedManifest>;
  tools: GraphComparisonTools;
}

/** Listed versions that the day's own manifest does not have. `facts`: of the list, once they have come to an end. */
async function openComparison({ day, path, manifests, tools: { files, note } }: Comparing) {
  const file = await files.open(proofContainer, path);
  if (!file) throw new IntegrityError('Reading a list: it is gone');
  const lines = openLines(file);
  async function* parse() {
    for await (const line of lines.parts) yield parseListedVersion(line);
  }
  const open = (one: string) => () => {
    const named = manifests.get(one);
    const onDamage = (why: string) => note('sealing.manifest-damaged', { day: one, why });
    return named ? readNamedManifest(named, files, onDamage) : nothing();
  };
  const otherDays = orderOfSearch(day, manifests.keys()).map(open);
  return { found: compareList({ list: parse(), ownDay: open(day)(), otherDays }), facts: lines.facts };
}

async function* nothing(): AsyncGenerator<never> {}

/** What does not fit into the seal: everything lies in storage, and comparing it once more costs no memory. */
async function nameRest(kind: 'missing' | 'elsewhere', comparing: Comparing): Promise<NamedLines> {
  const { day, tools } = comparing;
  const { found } = await openComparison(comparing);
  async function* formatRest(): AsyncGenerator<string> {
    let seen = 0;
    for await (const { id, version, path } of found) {
      if ((path === undefined) !== (kind === 'missing')) continue;
      seen += 1;
      if (seen <= maxInSeal) continue;
      yield path === undefined
        ? formatListedVersion({ id, version })
        : formatElsewhere({ id, version, path });
    }
  }
  return nameLines((run, random) => missingPath(day, run, random), formatRest(), tools);
}
