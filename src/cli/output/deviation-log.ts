/** Keeps what a check finds until its counts are known: in memory, and beyond what is reasonable there in a temporary file. */
import { randomUUID } from 'node:crypto';
import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Deviation, deviationKinds, stepNames } from '../../proof/deviation.ts';

export interface DeviationLog {
  add(deviation: Deviation): void;
  /** The first ones in the order of steps, kinds and paths, then those in the file as they came. */
  list(): AsyncIterable<Deviation>;
  close(): void;
}

type Kept = Pick<Deviation, 'kind' | 'path' | 'detail'>;

export function makeDeviationLog(inMemory = 20_000): DeviationLog {
  const kept: Kept[] = [];
  const path = join(tmpdir(), `call-archive-verify-${randomUUID()}.ndjson`);
  let file: number | undefined;

  return {
    add({ kind, path: where, detail }) {
      const one = { kind, path: where, detail };
      if (kept.length < inMemory) kept.push(one);
      else {
        file ??= openSync(path, 'wx', 0o600);
        writeSync(file, `${formatLine(one)}\n`);
      }
    },
    async *list() {
      for (const one of kept.sort(compareKept)) yield complete(one);
      if (file === undefined) return;
      for await (const line of createInterface({ input: createReadStream(path) }))
        yield complete(JSON.parse(line) as Kept);
    },
    close() {
      if (file === undefined) return;
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

/** For Node these letters, which JSON leaves as they are, end a line: a file that somebody named so must not end the report. */
function formatLine(one: Kept): string {
  return JSON.stringify(one)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

function complete({ kind, path, detail }: Kept): Deviation {
  return { kind, path, detail, ...deviationKinds[kind] };
}

function compareKept(one: Kept, other: Kept): number {
  const stepOf = ({ kind }: Kept) => stepNames.indexOf(deviationKinds[kind].step);
  if (stepOf(one) !== stepOf(other)) return stepOf(one) - stepOf(other);
  if (one.kind !== other.kind) return one.kind < other.kind ? -1 : 1;
  return one.path < other.path ? -1 : 1;
}
