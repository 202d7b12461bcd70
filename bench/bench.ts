/** What every measurement is given. */

export interface Bench {
  /** Few rounds and small records: to see that the benchmark runs, not to judge by. */
  quick: boolean;
  env: NodeJS.ProcessEnv;
  /** Tells people how far it is. */
  say(progress: string): void;
}

/** Rounds that count; one more goes before them. */
export function roundsOf({ quick }: Bench): number {
  return quick ? 2 : 11;
}
