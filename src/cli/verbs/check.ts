/** `call-archive check`: compares the index with the records. */
import type { ProblemKind } from '../../ports/call-archive.ts';
import { type CheckStep, checkIndex } from '../../upkeep/check-index.ts';
import { parseStorage, type StorageOptions } from '../archive/archive-source.ts';
import { type DayOptions, parseDays } from '../dates/parse-days.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface CheckOptions extends StorageOptions, DayOptions {
  deep?: true;
  output: Format;
}

const kinds = [
  'missing',
  'unindexed',
  'disagrees',
  'damaged',
  'foreign',
] as const satisfies readonly ProblemKind[];

export async function runCheck(options: CheckOptions, world: World): Promise<ExitName> {
  const days = parseDays(options, world.now());
  const upkeep = await world.archives.openUpkeep(parseStorage(options, world.env));
  const listener = makeWorkListener(world);
  const range = { ...days, deep: options.deep ?? false };
  const steps = await checkIndex(upkeep, range, listener).finally(listener.clear);
  await writeRows(
    steps.map((step) => ({ ...noProblems, ...step })),
    {
      columns: [
        { title: 'step', text: ({ step }: CheckStep) => step },
        { title: 'checked', text: ({ checked }) => String(checked), align: 'right' },
        ...kinds.map((kind) => ({
          title: kind,
          text: (step: CheckStep) => String(step[kind] ?? 0),
          align: 'right' as const,
        })),
      ],
      members: ['step', 'checked', ...kinds],
    },
    options.output,
    world,
  );
  return listener.exit();
}

const noProblems = Object.fromEntries(kinds.map((kind) => [kind, 0]));
