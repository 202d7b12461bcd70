/** What stands between a record's text and everything that reads it, where a reader may see a part of the record only. */

export interface RecordLens {
  /** The JSON text of a member at the top of the record, as it may be seen; `undefined`: as if there were none. */
  member(name: string, text: string): string | undefined;
  /** A session as parsed from the record, whatever it is. */
  session(session: unknown): unknown;
  /** An item of `participants_v2`, likewise. */
  participant(participant: unknown): unknown;
}

/** For those who may see everything. */
export const wholeRecord: RecordLens = {
  member: (_, text) => text,
  session: (session) => session,
  participant: (participant) => participant,
};
