/** Runs one side of the measurement in a process of its own. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface SideFigures {
  cpuMs: number;
  /** Of the process, over its whole life. */
  peakBytes: number;
  callTableBytes: number;
  packedBytes: number;
}

const run = promisify(execFile);

export async function runScript(name: string, args: readonly string[]): Promise<SideFigures> {
  const script = new URL(name, import.meta.url).pathname;
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
  return JSON.parse(stdout);
}
