/** Looks whether the archive's storage is there and lets this app in. */

export interface StorageAnswer {
  kind: 'container' | 'queue' | 'table';
  /** Of the container, queue or table. */
  name: string;
  operation: 'read' | 'write';
  /** Absent when it worked: the HTTP status and the service's code, or the code of the network's fault. */
  problem?: { status: number | undefined; code: string };
  /** For a queue: about how many messages it holds, hidden ones included. */
  messages?: number;
}

export interface StorageProbe {
  /**
   * Reads the properties of every container and queue, a row of every table, and writes the row `probe` of
   * `ArchiveState`. Nothing else is written. Never throws: what fails is an answer.
   */
  probe(): Promise<StorageAnswer[]>;
  /**
   * The same, and of each of them whether it would take a write: one is tried whose condition nothing fulfils, so that
   * it is refused as not allowed, or else as impossible.
   */
  probeWrites(): Promise<StorageAnswer[]>;
  /**
   * Whether a blob of this container could be deleted: one is tried that is not there. `unknown`: storage answered neither
   * that it is missing nor that this is not allowed. Never throws.
   */
  probeDelete(container: string): Promise<'allowed' | 'denied' | 'unknown'>;
}
