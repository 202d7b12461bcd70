/** The one person who has a name; when several have it, they are told apart by what to give instead. */
import { comparePeople, type Person } from '../../model/person.ts';
import { wordsOf } from '../../model/person-name.ts';
import { printable } from '../../reading/display-text.ts';
import { CliError } from '../errors/cli-error.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import type { WantedPerson } from '../query-options.ts';
import type { World } from '../world.ts';
import type { ArchiveSource } from './archive-source.ts';

/** More are not listed: whoever typed so little types more. */
const maxListed = 20;

/** Whoever has exactly this name comes before those whose name begins so. Throws CliError unless it is one person. */
export async function findPerson(
  { name, option }: WantedPerson,
  source: ArchiveSource,
  world: World,
): Promise<Person> {
  const reader = await world.archives.openPeople(source);
  const listener = makeWorkListener(world);
  const people = await Array.fromAsync(reader.list(name, listener)).finally(listener.clear);
  const wanted = wordsOf(name).join(' ');
  const exact = people.filter((person) => wordsOf(person.name).join(' ') === wanted);
  const candidates = onePerKey((exact.length > 0 ? exact : people).sort(comparePeople));
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
  world.stderr.write(`${describe(one)} is meant.\n`);
  return one;
}

function onePerKey(people: readonly Person[]): Person[] {
  const found = new Map<string, Person>();
  for (const person of people) if (!found.has(person.key)) found.set(person.key, person);
  return [...found.values()];
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
