/** Where evidence is kept: answers of Graph that could not be archived as a call record, and reports of comparisons. */
export interface EvidenceStore {
  /** Keeps it under a name in `call-evidence`; the same name again is not an error. */
  put(name: string, body: Uint8Array): Promise<void>;
  /** What is kept under this name, in pieces, which are the reader's alone; `undefined` when there is nothing. */
  open(name: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}
