/** The one person who has a name; when several have it, they are told apart by what to give instead. */

import type { Person } from '../../model/person.ts';
import { printable } from '../../reading/display-text.ts';
import { findNamesakes } from '../../reading/find-namesakes.ts';
import { CliError } from '../errors/cli-error.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import type { WantedPerson } from '../query-options.ts';
import type { World } from '../world.ts';
import type { ArchiveSource } from './archive-source.ts';

/** More are not listed: whoever typed so little types more. */
const maxListed = 20;

/** Throws CliError unless it is one person. */
export async function findPerson(
  { name, option }: WantedPerson,
  source: ArchiveSource,
  world: World,
): Promise<Person> {
  const reader = await world.archives.openPeople(source);
  const listener = makeWorkListener(world);
  const { people: candidates } = await findNamesakes(reader, name, listener).finally(listener.clear);
  const [one, ...others] = candidates;
  if (!one)
    throw new CliError(
      'not-found',
      `Looking for a person: nobody is named '${printable(name)}'`,
      'Give a part of the name to call-archive people, or a user principal name or object id. ' +
        'People of calls from before an upgrade are found after call-archive reindex.',
    );
  if (others.length > 0)
    throw new CliError(
      'usage',
      `Looking for a person: ${candidates.length} people are named '${printable(name)}'`,
      formatChoice(candidates, option),
    );
  tell(world, `${describe(one)} is meant.\n`);
  return one;
}

function formatChoice(people: readonly Person[], option: string): string {
  const lines = people.slice(0, maxListed).map((person) => {
    const { upn, key, lastSeen } = person;
    return `  --${option} ${printable(upn ?? key)}  (${describe(person)}, last seen ${lastSeen})`;
  });
  const more =
    people.length > maxListed ? [`  … and ${people.length - maxListed} more: give more of the name.`] : [];
  return ['Give one of these:', ...lines, ...more].join('\n');
}

function describe({ name, kind, upn, key }: Person): string {
  return printable(`${name}, ${kind}, ${upn === undefined ? key : `${upn} ${key}`}`);
}
