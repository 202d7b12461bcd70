/** What a run of the CLI is given by its surroundings: in main.ts the process, in a test whatever the test wants. */
import type { Archives } from './archive/archives.ts';

export interface World {
  env: Readonly<NodeJS.ProcessEnv>;
  /** Data, and nothing else. */
  stdout: OutputStream;
  /** Everything that is said about the data: progress, notes, errors. */
  stderr: OutputStream;
  /** Aborted when nobody wants the result any more: Ctrl-C, or the reader of stdout has gone. */
  signal: AbortSignal;
  now(): Date;
  archives: Archives;
  /** Of the package. */
  version: string;
}

export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
};

/** Ctrl-C or a request to end: the reason with which a world's signal is aborted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('Interrupted');
    this.exitCode = exitCode;
  }
}
