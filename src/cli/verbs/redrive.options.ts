/** `call-archive redrive`: its options and examples. */
import type { Command } from 'commander';
import { addExamples, type EndVerb, keyNote, outputOption, urlOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { RedriveOptions } from './redrive.ts';

export function addRedrive(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('redrive')
    .summary('ask again for what could not be archived')
    .description(
      `Has the app ask again for calls that it could not archive and that are in its failure ledger.\n\n${keyNote}`,
    )
    .argument('[call-id...]', 'these calls, including those given up as lost (default: all that are open)')
    .addOption(urlOption())
    .addOption(outputOption())
    .action(async (callIds: string[], options: RedriveOptions) => {
      const { runRedrive } = await import('./redrive.ts');
      end(await runRedrive(callIds, options, world));
    });
  addExamples(verb, [
    ['call-archive redrive', 'everything that is open'],
    ['call-archive redrive 937f63e3-6cfe-48e2-955f-292201beff4c', 'one call'],
  ]);
}
