/** Runs the command line in process: arguments and environment in, exit code and both streams out. */
import { PassThrough } from 'node:stream';
import { archives } from '../../src/cli/archive/open-archive.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import type { World } from '../../src/cli/world.ts';

export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CliSurroundings {
  env?: Record<string, string>;
  now?: Date;
  signal?: AbortSignal;
  /** The file of `npm start`; none is there unless told otherwise. */
  localSystem?: string;
  /** In place of the real one. */
  archives?: Partial<World['archives']>;
  /** Width of the terminal; absent: stdout and stderr are not terminals. */
  terminal?: number;
}

export async function runCommand(
  args: readonly string[],
  surroundings: CliSurroundings = {},
): Promise<CliRun> {
  const { env = {}, now, signal = new AbortController().signal, terminal } = surroundings;
  const stdout = collect(terminal);
  const stderr = collect(terminal);
  const exitCode = await runCli(args, {
    env,
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal,
    now: () => now ?? new Date(),
    version: '1.2.3',
    archives: { ...archives, ...surroundings.archives },
    localSystem: surroundings.localSystem ?? '/nowhere/running-system.json',
  });
  return { exitCode, stdout: stdout.read(), stderr: stderr.read() };
}

function collect(terminal: number | undefined) {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    stream: Object.assign(stream, terminal !== undefined && { isTTY: true, columns: terminal }),
    read: () => Buffer.concat(chunks).toString(),
  };
}
