/** `call-archive people`: who is meant by a name. */

import { findUserKey } from '../../model/find-key.ts';
import { comparePeople, type Person } from '../../model/person.ts';
import { wordsOf } from '../../model/person-name.ts';
import { printable } from '../../reading/display-text.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { endWithNothing } from '../output/none-found.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, type RowLayout, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface PeopleOptions extends SourceOptions {
  output: Format;
}

export async function runPeople(name: string, options: PeopleOptions, world: World): Promise<ExitName> {
  if (wordsOf(name).length === 0)
    throw new CliError(
      'usage',
      `Looking for people: '${printable(name)}' has no word of a name`,
      'Give a name, or the beginning of one, such as call-archive people anna.',
    );
  const reader = await world.archives.openPeople(parseSource(options, world.env));
  const listener = makeWorkListener(world);
  const people = await Array.fromAsync(reader.list(name, listener)).finally(listener.clear);
  await writeRows(people.sort(comparePeople), layout, options.output, world);
  if (people.length > 0) return listener.exit();
  const exit = endWithNothing(`People named ${printable(name)}`, listener, world);
  if (findUserKey(name) !== undefined)
    tell(world, 'The calls of an address, a number or an id: call-archive search --user\n');
  return exit;
}

const layout: RowLayout<Person> = {
  columns: [
    { title: 'name', text: ({ name }) => name },
    { title: 'upn', text: ({ upn }) => upn ?? '–' },
    { title: 'kind', text: ({ kind }) => kind },
    { title: 'last seen', text: ({ lastSeen }) => lastSeen },
    { title: 'key', text: ({ key }) => key },
  ],
  members: ['name', 'upn', 'kind', 'lastSeen', 'key'],
};
