/** `call-archive search`: the calls of a person, a number, an organizer, a meeting, or of some days, newest first. */
import { continuationOf } from '../../model/call-query.ts';
import type { CallRow } from '../../model/call-row.ts';
import { qualityOfRow } from '../../model/row-quality.ts';
import { indexedWithoutQuality } from '../../reading/call-texts.ts';
import { countOf } from '../../reading/count-of.ts';
import { parseSource } from '../archive/archive-source.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { findQuery } from '../find-query.ts';
import { callLayout } from '../output/call-columns.ts';
import { endWithNothing } from '../output/none-found.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';
import { type ReportSearchOptions, searchReports } from './search-reports.ts';

export interface SearchOptions extends ReportSearchOptions {
  after?: string;
  /** Rows of the call reports instead of calls. */
  reports?: true;
}

/** People read a page at a time; a program gets everything. */
const tableLimit = 100;

export async function runSearch(options: SearchOptions, world: World): Promise<ExitName> {
  if (options.reports) return searchReports(options, world);
  const { query, zone, words } = await findQuery(options, world);
  const { after, output, limit = output === 'table' ? tableLimit : undefined } = options;
  const archive = await world.archives.open(parseSource(options, world.env));
  const listener = makeWorkListener(world);
  let last: CallRow | undefined;
  let more = false;
  let unknown = 0;

  async function* takePage(): AsyncGenerator<CallRow> {
    const asked = {
      ...query,
      ...(after !== undefined && { after }),
      ...(limit !== undefined && { limit: limit + 1 }),
    };
    let count = 0;
    for await (const row of archive.search(asked, listener)) {
      if (query.poor && qualityOfRow(row) === 'unknown') {
        unknown += 1;
        continue;
      }
      if (limit !== undefined && count >= limit) {
        more = true;
        return;
      }
      count += 1;
      last = row;
      listener.clear();
      yield row;
    }
  }

  const count = await writeRows(takePage(), callLayout(zone), output, world).finally(listener.clear);
  if (unknown > 0) tell(world, `${countOf(unknown, 'call')} left out: ${indexedWithoutQuality}\n`);
  if (more && last) tell(world, `There are more: add --after ${continuationOf(last)}\n`);
  if (options.number !== undefined && output === 'table')
    tell(world, 'Rows of the call reports with this number: add --reports\n');
  if (count > 0 || after !== undefined) return listener.exit();
  return endWithNothing(words, listener, world);
}
