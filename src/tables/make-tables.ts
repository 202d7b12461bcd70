/** Makes the tables of a sealed day, a part a message, from the manifest that the message names. */
import { formatError } from '../errors.ts';
import { chooseDigits, digitsOf, listParts } from '../model/day-parts.ts';
import { minuteMs } from '../model/durations.ts';
import type { TablesRequest, WorkRequest } from '../model/work-request.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import type { TableStore } from '../ports/table-store.ts';
import type { OpenTableWriter } from '../ports/table-writer.ts';
import { findDigits, removeCoarser } from './put-part.ts';
import { openDayFiles, runTableTask, type TableDay, type TableTask } from './table-task.ts';

export interface MakingTables {
  tenantId: string;
  files: HeldFiles;
  tableStore: TableStore;
  openTable: OpenTableWriter;
  workQueue: RequestQueue<WorkRequest>;
  note: NoteEvent;
  now(): Date;
}

export type MakeTables = (request: TablesRequest) => Promise<void>;
type Part = TableTask['part'];

/** No part is begun after this in the same message. */
const runTimeMs = 4 * minuteMs;

export function makeMakeTables(tools: MakingTables): MakeTables {
  return async (request) => {
    try {
      await (request.part === undefined ? makeDay(request, tools) : makePart(request, request.part, tools));
    } catch (error) {
      const { day, part, sequence } = request;
      tools.note('tables.failed', { day, part, sequence, error: formatError(error) });
      throw error;
    }
  };
}

/** Has the tables of these days made. */
export function makeRequestTables({ workQueue }: Pick<MakingTables, 'workQueue'>) {
  return async (days: readonly Pick<TablesRequest, 'day' | 'sequence' | 'manifest'>[]): Promise<void> => {
    for (const { day, sequence, manifest } of days) {
      const { path, sha256, entries, root } = manifest;
      await workQueue.send({
        schema: 1,
        kind: 'tables',
        day,
        sequence,
        manifest: { path, sha256, entries, root },
      });
    }
  };
}

/** A day in one part is made at once; the parts of a larger one, on as many instances as there are. */
async function makeDay(request: TablesRequest, tools: MakingTables): Promise<void> {
  const { workQueue, tableStore, files, note, now } = tools;
  const { day } = request;
  const source = await openDayFiles(dayOf(request, tools), files);
  const digits = chooseDigits(await source.countRecords(), await findDigits(day, tableStore));
  const parts: Part[] = [...listParts(digits), 'reports'];
  const until = now().getTime() + runTimeMs;
  while (parts[0] !== undefined && digits === 0 && now().getTime() < until)
    await makePart(request, parts.shift() as Part, tools);
  for (const part of parts) await workQueue.send({ ...request, part });
  if (digits > 0) note('tables.day-cut', { day, parts: parts.length });
}

async function makePart(request: TablesRequest, part: Part, tools: MakingTables): Promise<void> {
  const { files, tableStore: store, openTable, note } = tools;
  const { day, sequence } = request;
  const problem = (file: string, why: string) => note('tables.file-damaged', { day, part, file, why });
  const task = { ...dayOf(request, tools), part };
  const { outcome, records, damaged, sizeBytes } = await runTableTask(task, {
    files,
    store,
    openTable,
    problem,
  });
  if (part !== 'reports') await removeCoarser(day, digitsOf(part), store);
  note('tables.part-made', { day, part, sequence, outcome, records, damaged, size_bytes: sizeBytes });
}

function dayOf({ day, manifest, sequence }: TablesRequest, { tenantId }: MakingTables): TableDay {
  return { tenantId, day, sealed: { manifest, sequence } };
}
