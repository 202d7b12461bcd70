/**
 * Files as a checker sees them, wherever they lie: a storage account, or a folder into which its containers were
 * downloaded. Three functions are all that `verify` asks of an archive.
 */

export interface HeldFile {
  /** Name in the container. */
  path: string;
  sizeBytes: number;
  /** As storage keeps it, base64; `undefined` where it is not known without reading the file. */
  md5: string | undefined;
  /** The whole metadata of the blob; `undefined` where it is not known here, as in a plain folder. */
  metadata: Record<string, string> | undefined;
  /** When it was fetched from Graph, ISO 8601, where a folder knows that without the metadata. */
  fetchedAt?: string | undefined;
  /** Why it was fetched, likewise. */
  reason?: string | undefined;
}

export interface HeldFiles {
  /**
   * The files whose names begin with `prefix`, sorted by the bytes of their names; none where the container is missing.
   * Nothing of what they hold is read. Errors of rights (status 401 or 403; EACCES, EPERM) pass through.
   */
  list(container: string, prefix: string): AsyncIterable<HeldFile>;
  /** The whole file; `undefined` when there is none. Throws IntegrityError, unread, when it is longer than `maxBytes`. */
  read(container: string, path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** The file in pieces, which are the reader's alone; `undefined` when there is none. */
  open(container: string, path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}
