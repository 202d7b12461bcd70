/** `call-archive status`: its options and examples. */
import type { Command } from 'commander';
import { addExamples, type EndVerb, keyNote, outputOption, urlOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { StatusOptions } from './status.ts';

export function addStatus(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('status')
    .summary('say whether calls are at risk')
    .description(
      `Says whether call records are at risk of being lost, by every check of the app. Exit code 6: at risk.\n\n${keyNote}`,
    )
    .addOption(urlOption())
    .addOption(outputOption())
    .action(async (options: StatusOptions) => {
      const { runStatus } = await import('./status.ts');
      end(await runStatus(options, world));
    });
  addExamples(verb, [
    ['call-archive status', 'every check, and what to do about those that do not pass'],
    [
      `call-archive status -o json | jq '.checks[] | select(.state != "ok")'`,
      'what is not well, for a program',
    ],
  ]);
}
