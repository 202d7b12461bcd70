/** How the verbs get at archives. Nothing is asked of one when it is opened. */
import type { CallArchive, ReadingListener } from '../../ports/call-archive.ts';
import type { CallIndex } from '../../ports/call-index.ts';
import type { ExportTarget } from '../../ports/export-target.ts';
import type { FolderIndexCounts } from '../../ports/folder-index.ts';
import type { IndexReader } from '../../ports/index-reader.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import type { ArchiveSource, StorageArchive } from './archive-source.ts';

export interface Archives {
  open(source: ArchiveSource): Promise<CallArchive>;
  /** The call reports beside the records, of this tenant where it is known. */
  openReports(source: ArchiveSource, tenantId?: string): Promise<ReportArchive>;
  /** With the index, to be checked and written. */
  openUpkeep(source: StorageArchive): Promise<ArchiveUpkeep>;
  /** A folder into which records are exported; made when it is not there. */
  openExport(path: string): Promise<ExportTarget>;
  /** Makes the local index of a downloaded folder, or brings it up to date. */
  indexFolder(path: string, report: ReadingListener): Promise<FolderIndexCounts>;
}

export interface ArchiveUpkeep {
  archive: CallArchive;
  index: Pick<CallIndex, 'put'>;
  rows: IndexReader;
}
