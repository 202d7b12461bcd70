/**
 * `npm run bench:tables`: what the tables of a day of 10,000 mixed calls cost against unpacking and parsing the same
 * files, how large they are, and the memory of a part with a meeting of 10,000 sessions. Writes docs/performance-tables.md.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runScript } from './run-side.ts';
import { writeDay } from './write-day.ts';

const page = new URL('../../docs/performance-tables.md', import.meta.url);
const calls = 10_000;
const partCalls = 20_000;
const rounds = 3;

const folder = await mkdtemp(join(tmpdir(), 'bench-tables-'));
try {
  const [small, large] = [join(folder, 'small'), join(folder, 'large')];
  await writeDay(small, calls);
  await writeDay(large, partCalls, { meetingSessions: 10_000 });
  const idle = await runScript('side.ts', [small, 'idle']);
  const floor: number[] = [];
  const made = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(await measureFloor(small));
    made.push(await runScript('side.ts', [small, 'make']));
  }
  const part = await runScript('side.ts', [large, 'make']);
  const cpuMs = middle(made.map((side) => side.cpuMs));
  const ratio = cpuMs / middle(floor);
  const bytes = made[0]?.callTableBytes ?? 0;
  const packed = made[0]?.packedBytes ?? 1;
  const lines = [
    '# What the tables cost',
    '',
    '<!-- Written by `npm run bench:tables`. -->',
    '',
    '| figure | must | measured |',
    '|---|---|---|',
    `| CPU of the tables of ${calls} mixed calls / (gunzip + JSON.parse of the same files) | ≤ 2.5 | ${ratio.toFixed(2)} (${Math.round(cpuMs)} ms) |`,
    `| calls + participants + sessions + streams, bytes / gzip of the records | ≤ 0.6 | ${(bytes / packed).toFixed(2)} |`,
    `| peak memory over idle, a part of ${partCalls} calls and a meeting of 10,000 sessions | ≤ 250 MB | ${mega(part.peakBytes - idle.peakBytes)} MB |`,
    `| peak memory over idle, ${calls} calls | | ${mega(Math.max(...made.map(({ peakBytes }) => peakBytes)) - idle.peakBytes)} MB |`,
    '',
    `The middle of ${rounds} rounds, each side in a process of its own.`,
    '',
  ];
  await writeFile(page, lines.join('\n'));
  process.stdout.write(lines.slice(4, -1).join('\n'));
} finally {
  await rm(folder, { recursive: true });
}

/** CPU milliseconds of unpacking and parsing every record. */
async function measureFloor(root: string): Promise<number> {
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.json.gz'));
  const files = await Promise.all(names.map((name) => readFile(join(root, name))));
  const before = process.cpuUsage();
  for (const file of files) JSON.parse(gunzipSync(file).toString('utf8'));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
