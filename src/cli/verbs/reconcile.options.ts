/** `call-archive reconcile`: its options and examples. */
import type { Command } from 'commander';
import { addExamples, type EndVerb, keyNote, outputOption, urlOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { ReconcileOptions } from './reconcile.ts';

export function addReconcile(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('reconcile')
    .summary('compare what Graph has with the archive, now')
    .description(
      `Has the app compare what Graph has with the archive and ask for the difference, as it does by itself every hour.\n\n${keyNote}`,
    )
    .option('--full', 'all 30 days that Graph keeps, not only the recent ones')
    .addOption(urlOption())
    .addOption(outputOption())
    .action(async (options: ReconcileOptions) => {
      const { runReconcile } = await import('./reconcile.ts');
      end(await runReconcile(options, world));
    });
  addExamples(verb, [['call-archive reconcile --full', 'after an outage']]);
}
