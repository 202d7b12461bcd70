/** Where an export puts records. What was put is whole, or not there. */
import type { KeptBeside } from '../model/index-entry.ts';

export interface ExportTarget {
  /** Whether the file was put by this export or an earlier one. */
  has(blob: string): Promise<boolean>;
  /**
   * Puts the gzip file that `fill` writes, under its name in `call-records`. When `fill` throws, nothing is put, and
   * the error passes through.
   */
  put(
    blob: string,
    kept: Required<KeptBeside>,
    fill: (write: (part: Uint8Array) => Promise<void>) => Promise<void>,
  ): Promise<void>;
}
