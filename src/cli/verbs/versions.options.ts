/** `call-archive versions`: its options and examples. */
import type { Command } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addExamples, type EndVerb, outputOption, sourceNote, timeZoneOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { VersionsOptions } from './versions.ts';

export function addVersions(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('versions')
    .summary('list the versions of a call')
    .description(
      `Lists every archived version of a call. Graph writes a record again when it learns more.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(verb)
    .addOption(timeZoneOption())
    .addOption(outputOption())
    .action(async (callId: string, options: VersionsOptions) => {
      const { runVersions } = await import('./versions.ts');
      end(await runVersions(callId, options, world));
    });
  addExamples(verb, [
    ['call-archive versions 937f63e3-6cfe-48e2-955f-292201beff4c', 'when Graph wrote it, and how often'],
  ]);
}
