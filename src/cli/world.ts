/** The surroundings of a CLI run: the process in main.ts, anything in a test. */
import type { Archives } from './archive/archives.ts';

export interface World {
  env: Readonly<NodeJS.ProcessEnv>;
  /** Data, and nothing else. */
  stdout: OutputStream;
  /** Everything about the data: progress, notes, errors. */
  stderr: OutputStream;
  /** Aborted when the result is no longer wanted: Ctrl-C, or the reader of stdout is gone. */
  signal: AbortSignal;
  now(): Date;
  archives: Archives;
  /** The file in which `npm start` leaves where its system is. */
  localSystem: string;
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
