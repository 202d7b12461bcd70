/** Where answers of Graph are kept that could not be archived as a call record. */
export interface EvidenceStore {
  /** Keeps what Graph sent under a name in `call-evidence`; the same name again is no error. */
  put(name: string, body: Uint8Array): Promise<void>;
}
