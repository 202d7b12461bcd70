/** `call-archive get`: its options and examples. */
import type { Command } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addExamples, type EndVerb, sourceNote, versionOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { GetOptions } from './get.ts';

export function addGet(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('get')
    .summary('print the exact record of a call')
    .description(
      'Prints the record of a call byte for byte as Graph gave it, and checks it against its SHA-256 on the way. Exit ' +
        `code 5: it is not what was archived.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(verb)
    .addOption(versionOption())
    .option('--out <file>', 'write it to this file, which appears only when it is complete')
    .action(async (callId: string, options: GetOptions) => {
      const { runGet } = await import('./get.ts');
      end(await runGet(callId, options, world));
    });
  addExamples(verb, [
    ['call-archive get 937f63e3-6cfe-48e2-955f-292201beff4c | jq .', 'the newest version, pretty-printed'],
    [
      'call-archive get 937f63e3-6cfe-48e2-955f-292201beff4c --version 1 --out call.json',
      'the first version, as a file',
    ],
  ]);
}
