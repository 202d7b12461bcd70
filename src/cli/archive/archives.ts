/** How verbs open archives. Opening sends no request. */
import type { CallArchive, ReadingListener } from '../../ports/call-archive.ts';
import type { CallIndex } from '../../ports/call-index.ts';
import type { CopyTarget } from '../../ports/copy-target.ts';
import type { ExportTarget } from '../../ports/export-target.ts';
import type { FolderIndexCounts } from '../../ports/folder-index.ts';
import type { HeldFiles } from '../../ports/held-files.ts';
import type { IndexReader } from '../../ports/index-reader.ts';
import type { PeopleIndex, PeopleReader } from '../../ports/people-index.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import type { SqlEngine } from '../../ports/sql-engine.ts';
import type { TableStore } from '../../ports/table-store.ts';
import type { FileDigester } from '../../proof/digest-files.ts';
import type { PutOutcome } from '../../tables/put-part.ts';
import type { TableTask } from '../../tables/table-task.ts';
import type { ArchiveSource, StorageArchive } from './archive-source.ts';

export interface Archives {
  open(source: ArchiveSource): Promise<CallArchive>;
  /** The call reports beside the records, of this tenant if it is known. */
  openReports(source: ArchiveSource, tenantId?: string): Promise<ReportArchive>;
  /** The files of the archive and of its proof, as a checker sees them. */
  openHeldFiles(source: ArchiveSource): Promise<HeldFiles>;
  /** The people of the archive by name. */
  openPeople(source: ArchiveSource): Promise<PeopleReader>;
  /** Hashes these files, on all cores where they are in a folder. */
  openDigester(source: ArchiveSource, files: HeldFiles): Promise<FileDigester>;
  /** For checking and rebuilding the index. */
  openUpkeep(source: StorageArchive): Promise<ArchiveUpkeep>;
  /** A folder into which records are exported; created if missing. */
  openExport(path: string): Promise<ExportTarget>;
  /** A folder into which whole days are exported, the containers side by side; created if missing. */
  openDaysExport(path: string): Promise<{ records: ExportTarget; copies: CopyTarget }>;
  /** A folder of tables for analysts. */
  openTables(path: string): Promise<TableStore>;
  /** Makes such tables of a downloaded folder, on all cores. */
  openTableMaker(folders: FolderTables): Promise<TableMaker>;
  /** Throws CliError, with how to get it, where DuckDB is not installed. */
  openSql(): Promise<SqlEngine>;
  /** Creates the local index of a downloaded folder, or updates it. */
  indexFolder(path: string, listener: ReadingListener): Promise<FolderIndexCounts>;
}

export interface ArchiveUpkeep {
  archive: CallArchive;
  index: Pick<CallIndex, 'put'>;
  rows: IndexReader;
  people: PeopleIndex;
}

export interface FolderTables {
  /** The downloaded archive. */
  path: string;
  /** The folder of the tables. */
  into: string;
}

export interface TableMade extends PutOutcome {
  /** Files whose rows are missing. */
  problems: { where: string; why: string }[];
}

export interface TableMaker {
  readonly threads: number;
  /** `records`: how many there are in it, about. */
  run(task: TableTask, records: number): Promise<TableMade>;
  close(): Promise<void>;
}
