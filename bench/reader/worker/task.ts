/** What the process that serves readers is told. */
export interface ReadersTask {
  connectionString: string;
  tenantId: string;
  /** Opened before. */
  smallCall: string;
  /** The call that all of them open. */
  call: string;
}
