/** Where files of an archive are copied to, each under its name in its container. What was put is whole, or not there. */
export interface CopyTarget {
  /** Length of the file that was put by this copy or an earlier one; `undefined` when there is none. */
  sizeOf(container: string, path: string): Promise<number | undefined>;
  /** Takes the place of one that is there. An error of `parts` passes through, and nothing is put. */
  put(container: string, path: string, parts: AsyncIterable<Uint8Array>): Promise<void>;
}
