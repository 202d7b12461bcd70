/** A piece of the work of making a day's tables: one part, as it goes to a thread or into a message. */
import type { HeldFiles } from '../ports/held-files.ts';
import type { TableStore } from '../ports/table-store.ts';
import type { OpenTableWriter } from '../ports/table-writer.ts';
import { type DayFiles, type DayManifest, listedDayFiles, sealedDayFiles } from './day-files.ts';
import { type PutOutcome, putCallTables, putReportTables } from './put-part.ts';

/** The files that a day's tables are made from. */
export interface TableDay {
  tenantId: string;
  day: string;
  /** Of the day's newest seal; without one, all files that are there. */
  sealed?: { manifest: DayManifest; sequence: number } | undefined;
}

export interface TableTask extends TableDay {
  /** `reports`: the tables of the call reports. */
  part: number | 'reports';
}

export interface TableTools {
  files: HeldFiles;
  store: TableStore;
  openTable: OpenTableWriter;
  /** Hears of each file whose rows are missing. */
  problem(where: string, why: string): void;
  signal?: AbortSignal | undefined;
}

export function openDayFiles({ tenantId, day, sealed }: TableDay, files: HeldFiles): Promise<DayFiles> {
  const place = { files, tenantId, day };
  if (!sealed) return listedDayFiles(place);
  return Promise.resolve(sealedDayFiles(place, sealed.manifest, sealed.sequence));
}

export async function runTableTask(task: TableTask, tools: TableTools): Promise<PutOutcome> {
  const { store, ...making } = tools;
  const source = await openDayFiles(task, tools.files);
  return task.part === 'reports'
    ? putReportTables(store, { source, ...making })
    : putCallTables(task.part, store, { source, ...making });
}
