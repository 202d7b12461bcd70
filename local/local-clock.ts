/**
 * The clock of a local system, which can be put forward: a file with the milliseconds by which it is ahead of the
 * real one. Node processes started with its words and its environment take their date from it.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LocalClock {
  now(): Date;
  /** Holds for all who follow it when this returns. A time that has passed leaves it as it is. */
  putForwardTo(at: Date): void;
  /** For a Node process that follows it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeWords: readonly string[];
  close(): void;
}

export function makeLocalClock(): LocalClock {
  const folder = mkdtempSync(join(tmpdir(), 'local-clock-'));
  const path = join(folder, 'ahead-ms');
  const file = openSync(path, 'w');
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  // In place and never shorter, so that no reader meets an empty file.
  const write = () => writeSync(file, String(aheadMs), 0);
  write();
  return {
    now,
    putForwardTo(at) {
      aheadMs += Math.max(0, at.getTime() - now().getTime());
      write();
    },
    environment: { LOCAL_CLOCK_FILE: path },
    nodeWords: ['--import', fileURLToPath(new URL('follow-clock.ts', import.meta.url))],
    close() {
      closeSync(file);
      rmSync(folder, { recursive: true });
    },
  };
}
