/** `call-archive index`: makes searches in a downloaded folder instant. */
import type { ExitName } from '../errors/exit-codes.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface IndexOptions {
  path: string;
  output: Format;
}

export async function runIndex({ path, output }: IndexOptions, world: World): Promise<ExitName> {
  const listener = makeWorkListener(world);
  const counts = await world.archives.indexFolder(path, listener).finally(listener.clear);
  await writeRows(
    [counts],
    {
      columns: [
        { title: 'days read', text: ({ read }) => String(read), align: 'right' },
        { title: 'unchanged', text: ({ unchanged }) => String(unchanged), align: 'right' },
        { title: 'removed', text: ({ removed }) => String(removed), align: 'right' },
        { title: 'records read', text: ({ records }) => String(records), align: 'right' },
      ],
      members: ['read', 'unchanged', 'removed', 'records'],
    },
    output,
    world,
  );
  return listener.exit();
}
