/** `call-archive prove`: its options and examples. */
import type { Command } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addExamples, type EndVerb, sourceNote, versionOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { ProveOptions } from './prove.ts';

export function addProve(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('prove')
    .summary('write the proof of one call into a file')
    .description(
      'Writes one JSON file that proves one call to anybody, without the archive and without the ids of other calls: the ' +
        'record, its place in the sealed manifest of its day, the seal and its time stamp. It is checked with ' +
        'call-archive verify --proof, or with the short Python program in docs/proof.md. Exit code 6: it is not sealed ' +
        `yet.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(verb)
    .addOption(versionOption())
    .requiredOption('--into <file>', 'write the proof to this file, which appears only when it is complete')
    .action(async (callId: string, options: ProveOptions) => {
      const { runProve } = await import('./prove.ts');
      end(await runProve(callId, options, world));
    });
  addExamples(verb, [
    [
      'call-archive prove 937f63e3-6cfe-48e2-955f-292201beff4c --into proof.json',
      'the newest version, with what proves it',
    ],
  ]);
}
