/** The query that the options ask for, with the person looked up of whom only the name is given. */
import { asOrganizer } from '../model/find-key.ts';
import { parseSource, type SourceOptions } from './archive/archive-source.ts';
import { findPerson } from './archive/find-person.ts';
import { type ParsedQuery, parseQuery, type QueryOptions } from './query-options.ts';
import type { World } from './world.ts';

export async function findQuery(options: QueryOptions & SourceOptions, world: World): Promise<ParsedQuery> {
  const { wanted, query, ...parsed } = parseQuery(options, world.now());
  if (!wanted) return { ...parsed, query };
  const { key } = await findPerson(wanted, parseSource(options, world.env), world);
  return { ...parsed, query: { by: wanted.option === 'organizer' ? asOrganizer(key) : key, ...query } };
}
