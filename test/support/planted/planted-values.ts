/**
 * Values of every type of Microsoft's schema of call records, for a record in which nothing is left out. Every text is a
 * secret: it stands at one place of one record, so that an answer in which it is found has that place in it.
 */
import { readFileSync } from 'node:fs';
import { membersOf, parseCsdl } from '../../unit/tables/parse-csdl.ts';

const csdl = readFileSync(new URL('../../unit/tables/callrecords.csdl.xml', import.meta.url), 'utf8');
const types = parseCsdl(csdl);
/** The second value of each, since the first is `unknown` as a rule. */
const enumValues = new Map(
  [...csdl.matchAll(/<EnumType Name="(\w+)"[^>]*>\s*<Member Name="(\w+)"[^>]*>\s*<Member Name="(\w+)"/g)].map(
    ([, name = '', , second = '']) => [name, second],
  ),
);

export interface Secret {
  /** What is looked for, lower case: the part of the planted text that stands nowhere else, however the rest is shortened. */
  mark: string;
  /** Where it was planted: `anna.feedback.text`. */
  place: string;
}

export interface Planter {
  /** All that was planted so far. */
  secrets: Secret[];
  /** A text that stands nowhere else. */
  text(place: string): string;
  address(place: string): string;
  guid(place: string): string;
  /** A secret as a whole: without its last three digits it is none. */
  number(place: string): string;
  /** An object of a type of call records with every member that it can have, but those that are given. */
  fill(type: string, place: string, given?: Record<string, unknown>): Record<string, unknown>;
}

/** Planters with different marks plant different secrets of the same form at the same places. `mark`: a digit. */
export function makePlanter(mark: number): Planter {
  const secrets: Secret[] = [];
  const plant = (place: string, format: (count: number) => string, markOf = (text: string) => text) => {
    const text = format(secrets.length + 100);
    secrets.push({ mark: markOf(text), place });
    return text;
  };
  const values: Record<string, (place: string) => unknown> = {
    'Edm.String': (place) => (/address$|subnet$/i.test(place) ? planter.address(place) : planter.text(place)),
    'Edm.Boolean': () => true,
    'Edm.Int32': (place) => (/port$/i.test(place) ? Number(plant(place, (n) => `9${mark}${n}77`)) : 3),
    'Edm.Int64': () => 4000,
    'Edm.Single': () => 0.04,
    'Edm.Decimal': () => 0.25,
    'Edm.Duration': () => 'PT0.65S',
    'Edm.DateTimeOffset': () => '2026-11-20T10:05:00Z',
  };
  const planter: Planter = {
    secrets,
    text: (place) =>
      plant(
        place,
        (n) => `zq${mark}${n} ${place.split('.').at(-1)}`,
        (text) => text.split(' ', 1).join(),
      ),
    address: (place) => plant(place, (n) => `10.${mark}.${Math.floor(n / 150)}.${100 + (n % 150)}`),
    guid: (place) =>
      plant(
        place,
        (n) => `${mark}0${n}abc-5ec2-4e70-8000-${mark}${n}00000000`,
        (text) => text.slice(0, 8),
      ),
    number: (place) =>
      plant(
        place,
        (n) => `+4930555${n}${mark}${mark}${mark}`,
        (text) => text.slice(1),
      ),
    fill(type, place, given = {}) {
      const filled = membersOf(types, type).map(({ name, type: inner, isCollection }) => {
        if (name in given) return [name, given[name]];
        const value = makeValue(inner, `${place}.${name}`);
        return [name, isCollection ? [value] : value];
      });
      return Object.fromEntries(filled);
    },
  };
  function makeValue(type: string, place: string): unknown {
    const value = values[type]?.(place) ?? enumValues.get(type);
    if (value !== undefined) return value;
    if (types.has(type)) return planter.fill(type, place);
    throw new Error(`${place}: nothing is known of ${type}`);
  }
  return planter;
}
