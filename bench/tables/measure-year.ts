/** How long DuckDB takes for the poor share of each day of a year, from one file a day. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMixedDay } from '../../local/graph-simulator/generator/make-mixed-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { dayMs } from '../../src/model/durations.ts';
import { openSql } from '../../test/support/run-sql.ts';
import { makeDayTables, writeTables } from '../../test/support/table-files.ts';
import type { Bench } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { median } from '../statistics.ts';

const firstDay = Date.parse('2026-01-01');
const queries = 5;

export async function measureYear(bench: Bench): Promise<Measured[]> {
  const days = bench.quick ? 5 : 365;
  const callsADay = 274;
  const folder = await mkdtemp(join(tmpdir(), 'call-archive-bench-'));
  try {
    for (let n = 0; n < days; n += 1) await writeDayTables(folder, n, callsADay);
    bench.say(`${days} days of ${callsADay} calls have their tables`);
    const times = await timeQuery(folder, days);
    return [{ figure: 'tables-year', value: median(times), rounds: times }];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeDayTables(folder: string, n: number, calls: number): Promise<void> {
  const day = new Date(firstDay + n * dayMs).toISOString().slice(0, 10);
  const documents = Array.from(makeMixedDay(day, calls, { day }), (record) => ({
    ...record,
    document: expectedDocument(record),
  }));
  const { tables } = await makeDayTables(day, documents);
  await writeTables(folder, day, tables);
}

/** Milliseconds of each query but the first, which warms up. */
async function timeQuery(folder: string, days: number): Promise<number[]> {
  const sql = await openSql();
  try {
    const files = `read_parquet('${folder}/calls/date=*/part-*.parquet', hive_partitioning = true)`;
    const times: number[] = [];
    for (let query = 0; query <= queries; query += 1) {
      const startedAt = performance.now();
      const rows = await sql.rows(
        `SELECT date, sum(poor_streams) / sum(good_streams + poor_streams) AS poor_share
         FROM ${files} GROUP BY date ORDER BY date`,
      );
      if (rows.length !== days)
        throw new Error(`Asking for the poor share: ${rows.length} days, not ${days}`);
      if (query > 0) times.push(performance.now() - startedAt);
    }
    return times;
  } finally {
    sql.close();
  }
}
