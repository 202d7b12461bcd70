/** What a process of the benchmark of proof is told, and what it says. */

export type ProofTask =
  /** Seals the day once, whose files a listing server lists. */
  | { kind: 'seal'; connectionString: string; day: string }
  /** Checks all seals of the account without reading a file. */
  | { kind: 'verify-quick'; connectionString: string }
  /** Checks a downloaded folder, with every file. */
  | { kind: 'verify-folder'; folder: string }
  /** What no check of these files can save. */
  | { kind: 'hash-folder'; folder: string };

export interface ProofAnswer {
  /** Files that were sealed or checked. */
  files: number;
  /** User and system time of the whole process, every thread of it. */
  cpuMs: number;
  tookMs: number;
  overIdleBytes: number;
}
