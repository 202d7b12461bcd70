/** One at a time across all instances of the app. */

/**
 * Runs the work unless somebody runs work of that name now, here or on another instance: then `false`, and nothing
 * was done. Whoever dies in its work holds the name for a minute at most. `held` is aborted when the name may be
 * another's from now on: then the work throws the signal's reason before it does more, and so does this.
 */
export type RunAlone = (name: string, work: (held: AbortSignal) => Promise<void>) => Promise<boolean>;
