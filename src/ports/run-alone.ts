/** One at a time across all instances of the app. */

/**
 * Runs the work, unless work of that name is running, here or on another instance: then `false`, and nothing was done.
 * A process that dies in its work keeps the name for at most a minute. `held` is aborted when another may have the name
 * from now on: then the work throws the signal's reason before it does more, and so does this.
 */
export type RunAlone = (name: string, work: (held: AbortSignal) => Promise<void>) => Promise<boolean>;
