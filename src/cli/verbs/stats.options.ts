/** `call-archive stats`: its options and examples. */
import { type Command, Option } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addQueryOptions } from '../query-options.ts';
import { addExamples, type EndVerb, outputOption, sourceNote } from '../verb.ts';
import type { World } from '../world.ts';
import type { StatsOptions } from './stats.ts';

export function addStats(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('stats')
    .summary('count calls, minutes, people and bytes')
    .description(
      'Counts calls, failed calls, calls with poor media, minutes, people and bytes, by day, hour, type or quality. The ' +
        `poor share is that of the streams with a verdict; a poor stream need not have been noticed.\n\n${sourceNote}`,
    );
  addSourceOptions(addQueryOptions(verb))
    .addOption(
      new Option('--by <group>', 'how to group').choices(['day', 'hour', 'type', 'quality']).default('day'),
    )
    .addOption(outputOption())
    .action(async (options: StatsOptions) => {
      const { runStats } = await import('./stats.ts');
      end(await runStats(options, world));
    });
  addExamples(verb, [
    ['call-archive stats --from 30d', 'the last month, day by day'],
    ['call-archive stats --from 30d --by quality', 'how many calls had poor media'],
    ['call-archive stats --from 30d --by hour --time-zone local', 'at which hours people call'],
  ]);
}
