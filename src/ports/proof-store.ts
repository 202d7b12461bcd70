/** Where the proof is written: the container `call-proof`, in which nothing is ever replaced or removed. */

export interface ProofStore {
  /**
   * Creates the file, visible at once and whole. `exists`: there was one of that name, and it was left as it is. An error
   * of `body` passes through, and nothing is visible.
   */
  create(path: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<'created' | 'exists'>;
}
