/** The options that say which calls are meant, and how they become a query. */
import { type Command, Option } from 'commander';
import { ShapeError } from '../errors.ts';
import type { CallQuery } from '../model/call-query.ts';
import {
  findOrganizerKey,
  findUserKey,
  meetingKey,
  numberKey,
  organizerKey,
  userKey,
} from '../model/find-key.ts';
import { parseGuid } from '../model/guid.ts';
import { wordsOf } from '../model/person-name.ts';
import { parseWindow, type WindowOptions } from './dates/parse-window.ts';
import { CliError } from './errors/cli-error.ts';
import { timeZoneOption } from './verb.ts';

export interface QueryOptions extends WindowOptions {
  user?: string;
  number?: string;
  organizer?: string;
  meeting?: string;
  type?: string;
  failed?: true;
  poor?: true;
}

/** Only one of them can be asked for at a time: each is one range of the index. */
const keys = { user: userKey, number: numberKey, organizer: organizerKey, meeting: meetingKey } as const;
const keyNames = ['user', 'number', 'organizer', 'meeting'] as const;

export function addQueryOptions(command: Command): Command {
  const others = (name: string) => keyNames.filter((key) => key !== name);
  return command
    .addOption(
      new Option(
        '--user <id>',
        'calls of a person: user principal name, object id, name if one person has it, guest or external id, or a key such as id:anonymous',
      ).conflicts(others('user')),
    )
    .addOption(
      new Option('--number <phone>', 'calls of a phone number, such as +49301234567').conflicts(
        others('number'),
      ),
    )
    .addOption(
      new Option('--organizer <id>', 'meetings that this person organized').conflicts(others('organizer')),
    )
    .addOption(
      new Option('--meeting <url>', 'calls of a meeting: join URL or thread id').conflicts(others('meeting')),
    )
    .option('--from <time>', 'calls that started then or later: a date, a time, 7d, yesterday')
    .option('--to <time>', 'and earlier than this; a date includes that day')
    .addOption(timeZoneOption())
    .addOption(
      new Option('--type <type>', 'only calls of this type').choices(['groupCall', 'peerToPeer', 'unknown']),
    )
    .option('--failed', 'only calls in which something failed')
    .option('--poor', 'only calls with poor media; with --user, of that person’s own');
}

export interface ParsedQuery {
  query: CallQuery;
  /** Somebody whose key is not known yet; the query lacks it. */
  wanted?: WantedPerson;
  /** IANA name. */
  zone: string;
  /** The filter in words. */
  words: string;
}

export interface WantedPerson {
  option: 'user' | 'organizer';
  name: string;
}

export function parseQuery(options: QueryOptions, now: Date): ParsedQuery {
  const { from, to, zone } = parseWindow(options, now);
  const { type, failed, poor } = options;
  const name = keyNames.find((key) => options[key] !== undefined);
  const wanted = name && options[name];
  const person = findName(options);
  const by = name && wanted !== undefined && !person ? parseKey(name, wanted) : undefined;
  const words = [
    failed ? 'Failed calls' : 'Calls',
    ...(poor ? ['with poor media'] : []),
    ...(name ? [`of the ${name} ${wanted}${mayBeName(wanted, by) ? takenForId : ''}`] : []),
    ...(type === undefined ? [] : [`of type ${type}`]),
    ...(from ? [`from ${from.toISOString()}`] : []),
    ...(to ? [`to ${to.toISOString()}`] : []),
  ].join(' ');
  const query = {
    ...(by !== undefined && { by }),
    ...(from && { from }),
    ...(to && { to }),
    ...(type !== undefined && { type }),
    ...(failed && { failed }),
    ...(poor && { poor }),
  };
  return { query, zone, words, ...(person && { wanted: person }) };
}

const takenForId = ', taken for an id (call-archive people finds names)';

/** A word with a digit counts as an id, as that of a guest; a room has such a name (`HQ-Room2`). */
function mayBeName(text: string | undefined, by: string | undefined): boolean {
  if (text === undefined) return false;
  const isWord = by?.endsWith(`:${text.trim().toLowerCase()}`) === true && /\p{L}/u.test(text);
  return isWord && !/[@:]/.test(text) && parseGuid(text.trim()) === undefined;
}

function findName({ user, organizer }: QueryOptions): WantedPerson | undefined {
  const name = user ?? organizer;
  const findKey = user === undefined ? findOrganizerKey : findUserKey;
  if (name === undefined || findKey(name) !== undefined || wordsOf(name).length === 0) return undefined;
  return { option: user === undefined ? 'organizer' : 'user', name };
}

function parseKey(name: (typeof keyNames)[number], text: string): string {
  try {
    return keys[name](text);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new CliError(
      'usage',
      error.message,
      `See call-archive help search for what --${name} takes.`,
      error,
    );
  }
}
