/** What Microsoft Graph says it has: the list of call records by their start. */

export interface ListedCall {
  /** Lower-case GUID. */
  callId: string;
  /** The digits of Graph's newest version, which may exceed what a number can hold. */
  version: string;
  startedAt: Date;
  /** `undefined` where Graph does not say. */
  endedAt: Date | undefined;
}

export interface CallListPage {
  /** In no particular order; a page may be empty and still have a next one. */
  calls: ListedCall[];
  /** Rows that name no call, or no version of it. */
  unreadable: number;
  /** The whole answer. */
  bytes: Uint8Array;
  /** Graph's `request-id`. */
  requestId: string | undefined;
  /** The rows in Graph's own bytes; none when the page is empty. Two pages with the same are the same page. */
  items: readonly Uint8Array[];
  /** Graph's link to the next page, whole. */
  nextLink: string | undefined;
}

export interface ListWindow {
  /** Calls that started in `[from, to)`; whole seconds. */
  from: Date;
  to: Date;
  /** Only calls with this participant. */
  participantId?: string | undefined;
}

/**
 * One request a call, so that whoever lists can keep Graph's pace and stop between two pages. Everything that is not a
 * page is thrown as GraphError; status 400 on a window that begins about 30 days ago: Graph does not go back so far.
 */
export interface CallList {
  readFirstPage(window: ListWindow): Promise<CallListPage>;
  /** The page behind Graph's own link. One to anywhere else than the configured Graph is refused before it is sent. */
  readNextPage(link: string): Promise<CallListPage>;
}
