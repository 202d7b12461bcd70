/** `call-archive people`: its options and examples. */
import type { Command } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addExamples, type EndVerb, outputOption, sourceNote } from '../verb.ts';
import type { World } from '../world.ts';
import type { PeopleOptions } from './people.ts';

export function addPeople(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('people')
    .summary('list who is meant by a name')
    .description(
      'Lists the people of archived calls of whose name a word begins like this: users of the tenant first, then guests and ' +
        'others, each by the last day on which they took part under that name. Case and accents do not matter; ø and ł are letters, not accents.\n\n' +
        sourceNote,
    )
    .argument('<name...>', 'a name, or the beginning of its words');
  addSourceOptions(verb)
    .addOption(outputOption())
    .action(async (name: string[], options: PeopleOptions) => {
      const { runPeople } = await import('./people.ts');
      end(await runPeople(name.join(' '), options, world));
    });
  addExamples(verb, [
    ['call-archive people anna', 'everybody named Anna, with their user principal names'],
    ['call-archive people schmidt anna -o json', 'for a program'],
    ['call-archive search --user "Anna Schmidt"', 'her calls, if only one person has that name'],
  ]);
}
