/** `call-archive reindex`: rebuilds the index from the records alone. */

import { reindex } from '../../upkeep/reindex.ts';
import { parseStorage, type StorageOptions } from '../archive/archive-source.ts';
import { type DayOptions, parseDays } from '../dates/parse-days.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface ReindexOptions extends StorageOptions, DayOptions {
  output: Format;
}

export async function runReindex(options: ReindexOptions, world: World): Promise<ExitName> {
  const days = parseDays(options, world.now());
  const upkeep = await world.archives.openUpkeep(parseStorage(options, world.env));
  const listener = makeWorkListener(world);
  let lastDay: string | undefined;
  const range = {
    ...days,
    onDay: (day: string) => {
      lastDay = day;
    },
  };
  const counts = await reindex(upkeep, range, listener)
    .catch((error: unknown) => {
      if (lastDay !== undefined) {
        listener.clear();
        tell(world, `The index is rebuilt up to ${lastDay}: resume with --from ${lastDay}\n`);
      }
      throw error;
    })
    .finally(listener.clear);
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
  return listener.exit();
}
