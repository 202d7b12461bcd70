/** `call-archive seal`: its options and examples. */
import { type Command, Option } from 'commander';
import { removalReasons } from '../../model/removal-reasons.ts';
import { addExamples, type EndVerb, keyNote, outputOption, urlOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { SealOptions } from './seal.ts';

export function addSeal(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('seal')
    .summary('seal days now')
    .description(
      'Has the app seal these UTC days now, whether they are due or not. By itself it seals each day on the 1st, 2nd, 4th, ' +
        '8th, 16th and 29th day after it. After files were removed on purpose, say so with --because: else verify finds ' +
        `them removed without a reason.\n\n${keyNote}`,
    )
    .option('--from <time>', 'the first UTC day (default: yesterday)')
    .option('--to <time>', 'the last UTC day (default: the first)')
    .addOption(
      new Option('--because <reason>', 'why files of these days are gone').choices([...removalReasons]),
    )
    .addOption(urlOption())
    .addOption(outputOption())
    .action(async (options: SealOptions) => {
      const { runSeal } = await import('./seal.ts');
      end(await runSeal(options, world));
    });
  addExamples(verb, [
    ['call-archive seal', 'yesterday'],
    ['call-archive seal --from 2026-03 --to 2026-03', 'a whole month'],
    ['call-archive seal --from 2026-03-02 --because erasure', 'after a call of that day was erased'],
  ]);
}
