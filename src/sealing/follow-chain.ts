/**
 * How far the chain of seals has come: what the rows know, and the seals that they do not know yet, since a run may end
 * between its seal and their rows. What is wrong with the chain is told and never stops sealing: `verify` judges it.
 */
import type { ChainHead, SealedDayRow } from '../model/sealed-day-row.ts';
import type { TablesRequest } from '../model/work-request.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import type { SealedDays } from '../ports/sealed-days.ts';
import type { Seal } from '../proof/seal.ts';
import { makeCallCounter } from './count-calls.ts';
import { countUnexplained, describeSealedDay } from './describe-seal.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import { type NotedSeal, sumOf } from './note-sealed.ts';
import { type NamedManifest, readNamedManifest } from './read-named-manifest.ts';
import { type PlacedSeal, readSeal } from './read-seal.ts';

export interface Chain {
  /** `undefined` before the first seal. */
  head: ChainHead | undefined;
  days: Map<string, SealedDayRow>;
  /** The newest seal, where the rows did not know it: a run may have ended before it could tell of it. */
  followed: NotedSeal | undefined;
  /** Why the newest seal that the rows know is not as they know it; one sentence. */
  problem: string | undefined;
  /** Why a seal that they did not know does not belong to the chain; one sentence. */
  broken: string | undefined;
}

export interface FollowingTools {
  tenantId: string;
  files: HeldFiles;
  sealedDays: SealedDays;
  /** Has the tables of these days made anew. It comes before their rows are put: a run that ended in between would leave them out. */
  requestTables(days: readonly ManifestOfDay[]): Promise<void>;
}

/** What a day's tables are made from. */
export type ManifestOfDay = Pick<TablesRequest, 'day' | 'sequence' | 'manifest'>;

export function manifestsOf({ days, sequence }: Pick<Seal, 'days' | 'sequence'>): ManifestOfDay[] {
  return days.map(({ date, manifest }) => ({ day: date, sequence, manifest }));
}

/** Rows are put whenever so many seals were followed, so that a long chain is followed however often a run ends. */
const sealsAtOnce = 100;

export async function followChain(tools: FollowingTools): Promise<Chain> {
  const { head, days } = await tools.sealedDays.read();
  const problem = head && (await checkHead(head, tools));
  const chain: Chain = { head, days, followed: undefined, problem, broken: undefined };
  let changed = new Set<string>();
  const newest = new Map<string, ManifestOfDay>();
  let last: { seal: Seal; head: ChainHead } | undefined;
  const put = async () => {
    if (!chain.head || chain.head === head) return;
    await tools.requestTables([...newest.values()]);
    newest.clear();
    const rows = [...changed].flatMap((day) => days.get(day) ?? []);
    for (const row of rows) {
      const calls = await countCalls(row.manifest, tools);
      days.set(row.day, await leaveOutErased({ ...row, calls }, tools));
    }
    await tools.sealedDays.put(
      rows.flatMap(({ day }) => days.get(day) ?? []),
      chain.head,
    );
    changed = new Set();
  };
  for (let followed = 1; ; followed += 1) {
    const found = await readSeal((chain.head?.sequence ?? 0) + 1, tools.files);
    if (!found) break;
    const sealed = take(found, chain, tools);
    for (const day of sealed) changed.add(day);
    if (found.seal && chain.head) last = { seal: found.seal, head: chain.head };
    for (const one of found.seal ? manifestsOf(found.seal) : []) newest.set(one.day, one);
    if (followed % sealsAtOnce === 0) await put();
  }
  await put();
  if (last) chain.followed = describeFollowed(last.seal, last.head, days);
  return chain;
}

/** The days that the next seal of the chain seals. One that is no seal of this chain is followed too, and told. */
function take({ sha256, seal }: PlacedSeal, chain: Chain, { tenantId }: FollowingTools): string[] {
  const sequence = (chain.head?.sequence ?? 0) + 1;
  if (!seal) {
    chain.broken ??= `Seal ${sequence} is not a seal`;
    const { sealedAt = new Date(0).toISOString(), sealsFrom = '9999-12-31' } = chain.head ?? {};
    chain.head = { sequence, sha256, sealedAt, sealsFrom };
    return [];
  }
  const follows = seal.previous?.sha256 === chain.head?.sha256 && seal.sequence === sequence;
  if (!follows || seal.tenantId !== tenantId)
    chain.broken ??= `Seal ${sequence} does not belong to this chain`;
  for (const day of seal.days) {
    const numbers = { calls: 0, unexplained: countUnexplained(day) };
    const before = chain.days.get(day.date);
    chain.days.set(day.date, describeSealedDay({ ...seal, sequence }, day, numbers, before));
  }
  chain.head = { sequence, sha256, sealedAt: seal.sealedAt, sealsFrom: seal.sealsFrom };
  return seal.days.map(({ date }) => date);
}

function describeFollowed(seal: Seal, head: ChainHead, days: Chain['days']): NotedSeal {
  const rows = seal.days.flatMap(({ date }) => days.get(date) ?? []);
  return { head, cause: undefined, rows, unexplained: sumOf(seal.days, countUnexplained) };
}

async function checkHead(
  { sequence, sha256 }: ChainHead,
  { files }: FollowingTools,
): Promise<string | undefined> {
  const found = await readSeal(sequence, files);
  if (!found) return `Seal ${sequence}, the newest one, is gone`;
  return found.sha256 === sha256 ? undefined : `Seal ${sequence} is not what it was`;
}

async function countCalls(manifest: NamedManifest, { files }: FollowingTools): Promise<number> {
  const counter = makeCallCounter();
  for await (const entry of readNamedManifest(manifest, files, () => undefined)) counter.add(entry);
  return counter.calls;
}
