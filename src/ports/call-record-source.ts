/** Where call records come from: Microsoft Graph. */

/** What the items of a page are. */
export type PageItems = 'sessions' | 'segments' | 'participants';

export interface GraphPage {
  /** The body, decompressed, as Graph sent it. */
  bytes: Uint8Array;
  /** Graph's `request-id`. */
  requestId: string | undefined;
  /** Gives the memory of `bytes` back at once; every view of them may be empty then. */
  free(): void;
}

/**
 * Gives answers of status 200, whole: a body that broke off is a fault. Whether it is a call record, the caller
 * finds out. Everything else is thrown as GraphError, whose `meaning` says what it is.
 */
export interface CallRecordSource {
  /** The record with the first page of its sessions and their segments. */
  readRecord(callId: string): Promise<GraphPage>;
  /** The record with the first page of its participants. */
  readParticipants(callId: string): Promise<GraphPage>;
  /** The record's `id`, `version` and `startDateTime` alone, or with more around them. */
  readHead(callId: string): Promise<GraphPage>;
  /**
   * The page behind Graph's own next link, whole as Graph gave it. A link to anywhere else than the configured Graph
   * is refused before anything is sent.
   */
  readNextPage(link: string, items: PageItems): Promise<GraphPage>;
}
