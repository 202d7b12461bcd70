/**
 * Passes over the whole failure ledger, a stretch at a time: deletes rows that closed long ago, and marks open rows that
 * have no marker, such as those of an earlier version. A stretch resumes where the one before it stopped.
 */
import { odata, type TableClient } from '@azure/data-tables';
import { workAtOnce } from '../../concurrency/work-at-once.ts';
import { keepsClosedMs } from '../../ports/failure-ledger.ts';
import { type FailureRow, isStatus, parseFailure, recordPartition } from './failure-row.ts';
import type { OpenFailures } from './open-failures.ts';
import { limitSteps, limitTime } from './time-limit.ts';

export interface TidyTools {
  ledger: TableClient;
  /** Where it is remembered how far the pass has come. */
  state: TableClient;
  open: OpenFailures;
  now(): Date;
  maxPageSize: number;
  /** No page is read after this time; one page is in any case. */
  maxStretchMs: number;
}

const cursorKey = { partitionKey: 'failure-ledger', rowKey: 'tidied' };
const writesAtOnce = 32;

export async function tidyFailures(tools: TidyTools): Promise<void> {
  const { ledger, state, now, maxPageSize, maxStretchMs } = tools;
  const startsAt = now().getTime();
  const before = new Date(startsAt - keepsClosedMs);
  // The time of a closed row's last try is that of its closing.
  const filter = odata`PartitionKey eq ${recordPartition} and (state ne 'closed' or last_try lt ${before.toISOString()})`;
  const reached = await readCursor(state);
  const pages = ledger
    .listEntities<Record<string, unknown>>({ queryOptions: { filter } })
    .byPage({ maxPageSize, ...(reached && { continuationToken: reached }) });
  // Where few rows match, Tables answers with empty pages too: each has its own limit of time.
  for await (const page of limitSteps(pages)) {
    await workAtOnce(page, writesAtOnce, (row) => tidyRow(row, before, tools));
    await writeCursor(page.continuationToken, state);
    if (now().getTime() - startsAt > maxStretchMs) return;
  }
}

async function tidyRow(row: FailureRow, before: Date, { ledger, open }: TidyTools): Promise<void> {
  if (row['state'] === 'closed') return deleteClosed(row, ledger);
  const { callId, state, forgottenAt } = parseFailure(row);
  if (state !== 'lost' || forgottenAt >= before) await open.markAgain(callId);
}

/** Leaves a row that was reopened in the meantime. */
async function deleteClosed({ rowKey = '', etag }: FailureRow, ledger: TableClient): Promise<void> {
  try {
    await ledger.deleteEntity(recordPartition, rowKey, { ...limitTime(), etag });
  } catch (error) {
    if (!isStatus(error, 404, 412)) throw error;
  }
}

/** `undefined`: the pass begins. */
async function readCursor(state: TableClient): Promise<string | undefined> {
  try {
    const { partitionKey, rowKey } = cursorKey;
    const row = await state.getEntity<{ token?: string }>(partitionKey, rowKey, limitTime());
    return row.token || undefined;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

async function writeCursor(token: string | undefined, state: TableClient): Promise<void> {
  await state.upsertEntity({ ...cursorKey, token: token ?? '' }, 'Replace', limitTime());
}
