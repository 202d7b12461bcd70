/** `call-archive reindex`: writes the index anew from the records alone. */
import { reindex as writeAnew } from '../../upkeep/reindex.ts';
import { readStorage, type StorageOptions } from '../archive-source.ts';
import { type DayOptions, readDays } from '../dates/read-days.ts';
import type { ExitName } from '../exit-codes.ts';
import { makeReadingReport } from '../output/reading-report.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface ReindexOptions extends StorageOptions, DayOptions {
  output: Format;
}

export async function reindex(options: ReindexOptions, world: World): Promise<ExitName> {
  const days = readDays(options, world.now());
  const upkeep = await world.archives.openUpkeep(readStorage(options, world.env));
  const report = makeReadingReport(world);
  let lastDay: string | undefined;
  const range = {
    ...days,
    onDay: (day: string) => {
      lastDay = day;
    },
  };
  const counts = await writeAnew(upkeep, range, report)
    .catch((error: unknown) => {
      if (lastDay !== undefined) {
        report.clear();
        world.stderr.write(`Up to ${lastDay} the index is written: go on with --from ${lastDay}\n`);
      }
      throw error;
    })
    .finally(report.clear);
  await writeRows(
    [counts],
    {
      columns: [
        { title: 'days', text: ({ days: count }) => String(count), align: 'right' },
        { title: 'indexed', text: ({ indexed }) => String(indexed), align: 'right' },
        { title: 'failed', text: ({ failed }) => String(failed), align: 'right' },
      ],
      members: ['days', 'indexed', 'failed'],
    },
    options.output,
    world,
  );
  return report.exit();
}
