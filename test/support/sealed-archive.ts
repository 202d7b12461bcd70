/**
 * A small archive in memory, and its seals, made with the formats alone: what sealing writes, without what decides when
 * and where. A test then does to it what it likes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatReportRun, recordPath, reportPath } from '../../src/model/archive-path.ts';
import { addDays, daysBetween } from '../../src/model/day-ranges.ts';
import { utcDay } from '../../src/model/day-window.ts';
import { compareList, orderOfSearch } from '../../src/proof/compare-list.ts';
import { becauseOf, compareManifests, type FileChange } from '../../src/proof/compare-manifests.ts';
import { makeEntry, readFactsOf } from '../../src/proof/held-entry.ts';
import { packLines } from '../../src/proof/lines-file.ts';
import { compareListed, formatListedVersion, type ListedVersion } from '../../src/proof/listed-version.ts';
import { formatManifestLine, type ManifestEntry } from '../../src/proof/manifest-line.ts';
import { makeTreeHash } from '../../src/proof/merkle-tree.ts';
import {
  changesPath,
  listPath,
  manifestPath,
  missingPath,
  proofContainer,
  sealPath,
  stampPath,
} from '../../src/proof/proof-paths.ts';
import {
  type Elsewhere,
  formatChange,
  formatElsewhere,
  formatSeal,
  hashSeal,
  type NamedLines,
  type Seal,
  type SealedChange,
  type SealedDay,
} from '../../src/proof/seal.ts';
import { isDue, stateAt } from '../../src/proof/seal-schedule.ts';
import { sealedPrefixes } from '../../src/proof/sealed-path.ts';
import { entryTenant } from './index-entry.ts';
import { type MemoryHolding, makeMemoryHolding } from './memory-proof.ts';

const tenantId = entryTenant;
export const callIdOf = (call: number) => `00000000-0000-4000-8000-${String(call).padStart(12, '0')}`;

export interface SealOptions {
  /** Default: those that are due. */
  days?: string[];
  because?: 'erasure' | 'retention';
  /** Days that Graph does not list. */
  unlisted?: string[];
  stampExpected?: boolean;
  /** Default: with the seal, where one is expected. */
  stampedAt?: string | undefined;
  /** This many of each list stand in the seal. */
  maxInSeal?: number;
  /** Default: when the run began. */
  listedAt?: string;
}

interface SealOfDay {
  entries: ManifestEntry[];
  listedAt: string;
}

export interface SealedArchive {
  holding: MemoryHolding;
  /** What Graph lists for a day; archived calls are listed by themselves. */
  graph: Map<string, ListedVersion[]>;
  /** Archives a version of a call; returns its name in `call-records`. */
  archive(day: string, call: number, version?: number, at?: { fetchedAt?: string; listed?: boolean }): string;
  /** Archives a run of a report; returns its name in `call-reports`. */
  report(day: string, fetchedAt?: string): string;
  seal(now: string, options?: SealOptions): Promise<Seal>;
  /** The newest seal, to be known from elsewhere. */
  anchor(): { sequence: number; sha256: string };
  seals: Seal[];
}

export function makeSealedArchive(sealsFrom = '2026-11-18'): SealedArchive {
  const holding = makeMemoryHolding();
  const graph = new Map<string, ListedVersion[]>();
  const byDay = new Map<string, SealOfDay>();
  const seals: Seal[] = [];
  let runs = 0;

  function archive(
    day: string,
    call: number,
    version = 1,
    { fetchedAt = `${day}T12:00:00.000Z`, listed = true } = {},
  ): string {
    const [callId, id] = [callIdOf(call), String(version)];
    const path = recordPath({ tenantId, callId, version: id, callDay: day });
    const { bytes, metadata } = makeRecord(callId, id, day, fetchedAt);
    holding.put('call-records', path, bytes, metadata);
    if (listed) listCall(day, { id: callId, version: id });
    return path;
  }

  /** Graph lists a call with its newest version, on that version's day. */
  function listCall(day: string, call: ListedVersion): void {
    for (const [other, calls] of graph)
      graph.set(
        other,
        calls.filter(({ id }) => id !== call.id),
      );
    graph.set(day, [...(graph.get(day) ?? []), call].sort(compareListed));
  }

  function report(day: string, fetchedAt = `${day}T23:00:00.000Z`): string {
    const path = reportPath(tenantId, 'pstn-calls', day, formatReportRun(new Date(fetchedAt)));
    const rows = `{"id":"${day}"}\n`;
    const facts = { sha256: hashOf(rows), bytes: String(rows.length), rows: '1', fetched_at: fetchedAt };
    holding.put('call-reports', path, gzipSync(rows), facts);
    return path;
  }

  async function writeLines(path: string, lines: string[]): Promise<NamedLines> {
    const packed = packLines(lines);
    await holding.create(path, packed.parts);
    return { path, ...packed.facts() };
  }

  async function sealDay(date: string, now: string, options: SealOptions): Promise<SealedDay> {
    const { because, maxInSeal = 1000, listedAt = now } = options;
    const run = formatReportRun(new Date(now));
    runs += 1;
    const random = (n: number) => (runs * 16 + n).toString(16).padStart(8, '0');
    const entries = await listEntries(holding, date);
    const before = byDay.get(date);
    const changes: SealedChange[] = [];
    let added = 0;
    const listener = {
      change: (change: FileChange) => void changes.push({ ...change, because: becauseOf(change, because) }),
      added: () => {
        added += 1;
      },
    };
    const tree = makeTreeHash();
    const lines: string[] = [];
    for await (const entry of compareManifests(
      each(before?.entries ?? []),
      each(entries),
      before?.listedAt,
      listener,
    )) {
      lines.push(formatManifestLine(entry));
      tree.add(lines.at(-1) ?? '');
    }
    byDay.set(date, { entries, listedAt });
    const manifest = await writeLines(manifestPath(date, run, random(0)), lines);
    const rest = changes.slice(maxInSeal);
    return {
      date,
      state: stateAt(date, listedAt),
      listedAt,
      manifest: { ...manifest, root: Buffer.from(tree.root()).toString('hex') },
      graph: { reason: 'not compared yet' },
      changes: changes.slice(0, maxInSeal),
      ...(rest.length > 0 && {
        changesRest: await writeLines(changesPath(date, run, random(1)), rest.map(formatChange)),
      }),
      added,
    };
  }

  async function compareDay(
    date: string,
    now: string,
    { maxInSeal = 1000 }: SealOptions,
  ): Promise<SealedDay['graph']> {
    const run = formatReportRun(new Date(now));
    const random = (n: number) => (runs * 16 + n).toString(16).padStart(8, '0');
    runs += 1;
    const listed = graph.get(date) ?? [];
    const list = await writeLines(listPath(date, run), listed.map(formatListedVersion));
    const [missing, elsewhere]: [ListedVersion[], Elsewhere[]] = [[], []];
    const otherDays = orderOfSearch(date, byDay.keys()).map(
      (day) => () => each(byDay.get(day)?.entries ?? []),
    );
    const ownDay = each(byDay.get(date)?.entries ?? []);
    for await (const { path, ...one } of compareList({ list: each(listed), ownDay, otherDays })) {
      if (path === undefined) missing.push(one);
      else elsewhere.push({ ...one, path });
    }
    const restOf = async (lines: string[], n: number) =>
      lines.length > maxInSeal
        ? writeLines(missingPath(date, run, random(n)), lines.slice(maxInSeal))
        : undefined;
    const missingRest = await restOf(missing.map(formatListedVersion), 2);
    const elsewhereRest = await restOf(elsewhere.map(formatElsewhere), 3);
    return {
      comparedAt: now,
      list,
      unreadable: 0,
      missing: missing.slice(0, maxInSeal),
      ...(missingRest && { missingRest }),
      elsewhere: elsewhere.slice(0, maxInSeal),
      ...(elsewhereRest && { elsewhereRest }),
    };
  }

  async function seal(now: string, options: SealOptions = {}): Promise<Seal> {
    const yesterday = addDays(utcDay(new Date(now)), -1);
    const due = [...daysBetween(sealsFrom, yesterday)].filter((day) =>
      isDue(day, byDay.get(day)?.listedAt, new Date(now)),
    );
    const days: SealedDay[] = [];
    for (const date of options.days ?? due) days.push(await sealDay(date, now, options));
    for (const day of days)
      if (!options.unlisted?.includes(day.date)) day.graph = await compareDay(day.date, now, options);
    const { stampExpected = false, stampedAt = stampExpected ? now : undefined } = options;
    const sequence = seals.length + 1;
    const before = seals.at(-1);
    const value: Seal = {
      schema: 1,
      tenantId,
      sequence,
      sealedAt: now,
      previous: before ? { sequence: before.sequence, sha256: hashSeal(formatSeal(before)) } : null,
      app: { name: 'teams-call-archive', version: '0.1.0' },
      sealsFrom,
      stampExpected,
      days,
    };
    const bytes = formatSeal(value);
    await holding.create(sealPath(sequence), bytes);
    if (stampedAt !== undefined) await holding.create(stampPath(sequence), fakeStamp(bytes, stampedAt));
    seals.push(value);
    return value;
  }

  return {
    holding,
    graph,
    archive,
    report,
    seal,
    seals,
    anchor() {
      const newest = seals.at(-1);
      if (!newest) throw new Error('Nothing was sealed');
      return { sequence: newest.sequence, sha256: hashSeal(formatSeal(newest)) };
    },
  };
}

/** The gzip file of a record, and what is kept beside it. */
export function makeRecord(callId: string, version: string, day: string, fetchedAt: string) {
  const document = JSON.stringify({
    id: callId,
    version: Number(version),
    startDateTime: `${day}T10:00:00Z`,
    lastModifiedDateTime: fetchedAt,
    sessions: [{ id: callId, text: 'x'.repeat(Number(callId.slice(-3))) }],
  });
  const metadata: Record<string, string> = {
    sha256: hashOf(document),
    bytes: String(document.length),
    call_id: callId,
    version,
    tenant_id: tenantId,
    fetched_at: fetchedAt,
    reason: 'notification',
  };
  return { document, bytes: gzipSync(document), metadata };
}

/** Stands for an RFC 3161 stamp. */
export function fakeStamp(seal: Uint8Array, stampedAt: string, signedBy = 'authority'): Buffer {
  return Buffer.from(JSON.stringify({ sha256: hashSeal(seal), stampedAt, signedBy }));
}

/** All of it as files of a folder, as a download has them: without metadata. */
export function writeFolder({ containers }: MemoryHolding, root: string): void {
  for (const [container, files] of containers)
    for (const [path, { bytes }] of files) {
      const file = join(root, container, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
}

/** Of the proof. */
export function proofOf({ holding }: SealedArchive): Map<string, { bytes: Uint8Array }> {
  return holding.containers.get(proofContainer) ?? new Map();
}

async function listEntries(holding: MemoryHolding, day: string): Promise<ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for (const { container, prefix } of sealedPrefixes(tenantId, day))
    for await (const file of holding.list(container, prefix)) {
      const facts = readFactsOf(file);
      if (facts) entries.push(makeEntry(container, file, facts));
    }
  return entries;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}
