/** What a process of the benchmark of tables is told, and what it says. */

export interface TablesTask {
  /** `parse`: what no tables of these files can save. */
  kind: 'make' | 'parse';
  /** As `writeDay` fills it. */
  folder: string;
  /** Into how many parts the day is cut. */
  parts: 1 | 16;
}

export interface TablesAnswer {
  records: number;
  /** Of the files of calls, participants, sessions and streams. */
  tableBytes: number;
  /** User and system time of the whole process, every thread of it. */
  cpuMs: number;
  overIdleBytes: number;
}
