/** How long DuckDB takes for the poor share of each day of a year, from one file a day. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeMixedDay } from '../../local/graph-simulator/generator/make-mixed-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { tablePath } from '../../src/model/day-parts.ts';
import { dayMs } from '../../src/model/durations.ts';
import { openSql } from '../../test/support/run-sql.ts';
import { makeDayTables } from '../../test/support/table-files.ts';
import type { Bench } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { median } from '../statistics.ts';
import { benchDay } from './write-day.ts';

const days = 365;
const callsADay = 274;
const queries = 5;

export async function measureYear(bench: Bench): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'call-archive-bench-'));
  try {
    await writeYear(folder);
    bench.say(`${days} days of ${callsADay} calls have their table`);
    const times = await timeQuery(folder);
    return [{ figure: 'tables-year', value: median(times), rounds: times }];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same calls every day: the query goes by the date of the folder. */
async function writeYear(folder: string): Promise<void> {
  const documents = Array.from(makeMixedDay('year', callsADay, { day: benchDay }), (record) => ({
    ...record,
    document: expectedDocument(record),
  }));
  const { tables } = await makeDayTables(benchDay, documents);
  const calls = tables.find(({ name }) => name === 'calls')?.file ?? [];
  for (let n = 0; n < days; n += 1) {
    const day = new Date(Date.parse(benchDay) - n * dayMs).toISOString().slice(0, 10);
    const path = join(folder, tablePath('calls', day, 0));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.concat(calls));
  }
}

/** Milliseconds of each query but the first, which warms up. */
async function timeQuery(folder: string): Promise<number[]> {
  const sql = await openSql();
  try {
    const times: number[] = [];
    for (let query = 0; query <= queries; query += 1) {
      const startedAt = performance.now();
      const rows = await sql.rows(
        `SELECT date, sum(poor_streams) / sum(good_streams + poor_streams) AS poor_share
         FROM read_parquet('${folder}/calls/date=*/part-*.parquet', hive_partitioning = true)
         GROUP BY date ORDER BY date`,
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
