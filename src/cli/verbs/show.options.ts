/** `call-archive show`: its options and examples. */
import { type Command, Option } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addExamples, type EndVerb, sourceNote, timeZoneOption, versionOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { ShowOptions } from './show.ts';

export function addShow(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('show')
    .summary('describe one call: how good it was, who, when, what failed')
    .description(
      'Describes one call: one sentence on how good it was and where a fault likely lies, who was there, what was bad. ' +
        'With --all: device, client, network and every figure of each session. With --diff: what changed between two ' +
        'versions.\n\nPoor is what Microsoft’s limits call poor: the person need not have noticed. Likely is never ' +
        `certain.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(verb)
    .addOption(versionOption())
    .option('--all', 'everybody, and every figure of every session')
    .option('--diff <number>', 'what changed since this version')
    .option(
      '--no-call-log',
      'without the rows of the PSTN and direct-routing reports that belong to the call',
    )
    .addOption(timeZoneOption())
    .addOption(
      new Option('-o, --output <form>', 'form of the data on stdout')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action(async (callId: string, options: ShowOptions) => {
      const { runShow } = await import('./show.ts');
      end(await runShow(callId, options, world));
    });
  addExamples(verb, [
    [
      'call-archive show 937f63e3-6cfe-48e2-955f-292201beff4c --time-zone Europe/Berlin',
      'the newest version, in Berlin time',
    ],
    ['call-archive show 937f63e3-6cfe-48e2-955f-292201beff4c --all', 'and every figure'],
    [
      'call-archive show 937f63e3-6cfe-48e2-955f-292201beff4c --diff 1',
      'what Graph changed since the first version',
    ],
  ]);
}
