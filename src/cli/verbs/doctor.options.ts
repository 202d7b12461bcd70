/** `call-archive doctor`: its options and examples. */
import type { Command } from 'commander';
import { addExamples, type EndVerb, keyNote, outputOption, urlOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { DoctorOptions } from './doctor.ts';

export function addDoctor(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('doctor')
    .summary('check all that the app needs, and say how to fix it')
    .description(
      'Has the app check, with its own identity, all that it needs: settings, permissions, Graph, storage, its public ' +
        `address. Each check passes, warns or fails, with the command that fixes it. Exit code 1: one failed.\n\n${keyNote}`,
    )
    .addOption(urlOption())
    .addOption(outputOption())
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('./doctor.ts');
      end(await runDoctor(options, world));
    });
  addExamples(verb, [['call-archive doctor', 'after deploying, or when something does not work']]);
}
