/** `call-archive search --number … --reports`: rows of the PSTN and direct-routing reports with a number. */

import { utcDay } from '../../model/day-window.ts';
import { searchCallLog } from '../../reading/find-call-log.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { callLogLayout, type ShownRow, showRow } from '../output/call-log-rows.ts';
import { endWithNothing } from '../output/none-found.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import { parseQuery, type QueryOptions } from '../query-options.ts';
import type { World } from '../world.ts';

export interface ReportSearchOptions extends QueryOptions, SourceOptions {
  output: Format;
  limit?: number;
}

export async function searchReports(options: ReportSearchOptions, world: World): Promise<ExitName> {
  const { number, output, limit = Number.POSITIVE_INFINITY } = options;
  if (number === undefined) {
    throw new CliError(
      'usage',
      'Searching the call reports: no number is given',
      'Add --number, such as --number +49301234567; the rows of a call are in call-archive show CALL-ID.',
    );
  }
  const { query, zone } = parseQuery(options, world.now());
  const { from, to } = query;
  const days = { from: from ? utcDay(from) : '0001-01-01', to: to ? utcDay(to) : '9999-12-31' };
  const archive = await world.archives.openReports(parseSource(options, world.env));
  const listener = makeWorkListener(world);

  let more = false;

  async function* takeRows(): AsyncGenerator<ShownRow> {
    let left = limit;
    for await (const row of searchCallLog(archive, number ?? '', days, listener)) {
      const isWithin = (!from || row.startedAt >= from) && (!to || row.startedAt < to);
      if (!isWithin) continue;
      if (left <= 0) {
        more = true;
        return;
      }
      left -= 1;
      yield showRow(row);
    }
  }

  const count = await writeRows(takeRows(), callLogLayout(zone), output, world).finally(listener.clear);
  if (more) tell(world, 'There are more: give a higher --limit, or none\n');
  if (count > 0) return listener.exit();
  return endWithNothing(`Rows of the call reports with the number ${number}`, listener, world);
}
