/** What is asked of a time stamp (RFC 3161) when a chain of seals is checked. */

export type StampVerdict =
  | {
      kind: 'right';
      /** The time that it states, ISO 8601 UTC. */
      stampedAt: string;
      /** Who signed it, as its certificate says. */
      authority: string;
      /** Whether the signature leads to one of the given authorities; `false` too where none was given. */
      isTrusted: boolean;
      /** Why it does not, although one was given. */
      why?: string;
    }
  | {
      /** It is no stamp, of other bytes, or its signature does not hold. */
      kind: 'wrong';
      why: string;
    };

/** `ca`: certificates in PEM; `undefined`: nobody is trusted. Never throws because of what the stamp holds. */
export type CheckStamp = (
  stamp: Uint8Array,
  seal: Uint8Array,
  ca: Uint8Array | undefined,
) => StampVerdict | Promise<StampVerdict>;

/** A stamp response is a few kilobytes. */
export const maxStampBytes = 256 * 1024;
