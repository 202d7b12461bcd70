/** A request of the readers' app to its own public address, from outside and without a session. */

export interface PlatformProbeAnswer {
  status: number;
  /** Where a redirect leads, which is not followed. */
  location: string | undefined;
  /** A header of the answer. */
  header(name: string): string | undefined;
}

/** Asks for a path with these headers. Throws when no answer comes in five seconds. */
export type ProbePlatform = (
  path: string,
  headers: Readonly<Record<string, string>>,
) => Promise<PlatformProbeAnswer>;
