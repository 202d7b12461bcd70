/** What every measurement is given. */

export interface Bench {
  /** Few rounds and small records: to see that the benchmark runs, not to judge by. */
  quick: boolean;
  env: NodeJS.ProcessEnv;
  /** Tells people how far it has come. */
  say(progress: string): void;
}

/** How many rounds count. Fewer do where a round takes long and the rounds hardly differ. */
export function roundsOf({ quick }: Bench, rounds = 11): number {
  return quick ? 2 : rounds;
}
