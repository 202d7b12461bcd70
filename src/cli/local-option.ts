/** `--local`: a verb is answered by the system that `npm start` runs, instead of one in Azure or a folder. */
import { type Command, Option } from 'commander';
import { CliError } from './errors/cli-error.ts';
import type { World } from './world.ts';

/** Options that name another archive or app. */
const others = ['path', 'account', 'tenant', 'url'] as const;

/**
 * Adds the option to the program and to every verb that reads an archive or asks an app; those find the local one in
 * `world.env`, which is replaced before the verb runs.
 */
export function addLocalOption(program: Command, world: World): void {
  const meaning = 'the system that npm start runs on this machine';
  program.option('--local', `use ${meaning}`);
  for (const verb of program.commands) {
    const has = (name: string) => verb.options.some(({ long }) => long === `--${name}`);
    if (!has('account') && !has('url')) continue;
    verb.addOption(new Option('--local', `use ${meaning}`).conflicts(others.filter(has)));
  }
  // Before the verb reads its own options, so that these conflict with the program's.
  program.hook('preSubcommand', (_, verb) => {
    if (!program.opts()['local']) return;
    if (verb.options.some(({ long }) => long === '--local')) {
      verb.setOptionValueWithSource('local', true, 'cli');
      return;
    }
    throw new CliError(
      'usage',
      `${verb.name()} neither reads an archive nor asks the app`,
      'Leave out --local.',
    );
  });
  program.hook('preAction', async (_, verb) => {
    if (!verb.opts()['local']) return;
    const { readLocalSystem } = await import('./archive/local-system.ts');
    const { app, storage, tenantId } = await readLocalSystem(world.localSystem);
    const found = { ArchiveStorage: storage, CALL_ARCHIVE_URL: app, GRAPH_TENANT_ID: tenantId };
    // The key of an app in Azure is not for this one.
    world.env = { ...world.env, ...found, CALL_ARCHIVE_KEY: undefined };
  });
}
