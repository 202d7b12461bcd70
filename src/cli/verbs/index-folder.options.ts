/** `call-archive index`: its options and examples. */
import type { Command } from 'commander';
import { addExamples, type EndVerb, outputOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { IndexOptions } from './index-folder.ts';

export function addIndex(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('index')
    .summary('make searches in a downloaded folder instant')
    .description(
      'Creates a small index in a downloaded folder, or updates it: only days whose files changed are read. It can be ' +
        'deleted at any time; days that changed since are read from their files.',
    )
    .requiredOption('--path <folder>', 'the downloaded folder')
    .addOption(outputOption())
    .action(async (options: IndexOptions) => {
      const { runIndex } = await import('./index-folder.ts');
      end(await runIndex(options, world));
    });
  addExamples(verb, [['call-archive index --path ./archive', 'before searching it many times']]);
}
