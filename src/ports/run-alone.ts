/** One at a time across all instances of the app. */

/**
 * Runs the work unless somebody runs work of that name now, here or on another instance: then `false`, and nothing
 * was done. Whoever dies in its work holds the name for a minute at most.
 */
export type RunAlone = (name: string, work: () => Promise<void>) => Promise<boolean>;
