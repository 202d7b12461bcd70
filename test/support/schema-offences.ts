/** Compares JSON with Microsoft's published schema of call records (CSDL): what is unknown, missing or of another type. */
import { readFileSync } from 'node:fs';

interface ObjectType {
  base: string | undefined;
  isOpen: boolean;
  members: Map<string, { type: string; isCollection: boolean; isNullable: boolean }>;
}

const text = readFileSync(new URL('../unit/tables/callrecords.csdl.xml', import.meta.url), 'utf8');
const local = (name: string) => name.replace(/^(microsoft\.)?graph\.(callRecords\.)?/, '');

const enums = new Map(
  [...text.matchAll(/<EnumType Name="(\w+)"[^>]*>([\s\S]*?)<\/EnumType>/g)].map(
    ([, name = '', body = '']) => [
      name,
      new Set([...body.matchAll(/<Member Name="(\w+)"/g)].map(([, member = '']) => member)),
    ],
  ),
);

const objects = new Map<string, ObjectType>(
  [...text.matchAll(/<(ComplexType|EntityType) Name="(\w+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/\1>)/g)].map(
    ([, , name = '', attributes = '', body = '']) => [
      // Both namespaces have a userIdentity; the one of call records comes first.
      name,
      {
        base: /BaseType="([\w.]+)"/.exec(attributes)?.[1],
        isOpen: attributes.includes('OpenType="true"'),
        members: new Map(
          [
            ...body.matchAll(
              /<(?:Navigation)?Property Name="(\w+)" Type="(Collection\()?([\w.]+)\)?"([^>]*)/g,
            ),
          ].map(([, member = '', list, type = '', rest = '']) => [
            member,
            { type, isCollection: list !== undefined, isNullable: !rest.includes('Nullable="false"') },
          ]),
        ),
      },
    ],
  ),
);

const primitives: Record<string, (value: unknown) => boolean> = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Int32': (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  'Edm.Int64': Number.isSafeInteger,
  'Edm.Single': Number.isFinite,
  'Edm.Decimal': Number.isFinite,
  'Edm.DateTimeOffset': (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/.test(String(value)),
  'Edm.Duration': (value) => /^PT(\d+M)?(\d+(\.\d+)?S)?$/.test(String(value)),
};

/** Each offence with the path of the value; nothing when the value is as the type says. */
export function findSchemaOffences(value: unknown, type: string, path = type): string[] {
  const isRight = primitives[type];
  if (isRight) return isRight(value) ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`];
  const members = enums.get(local(type));
  if (members) return members.has(String(value)) ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`];
  if (!objects.has(local(type))) throw new Error(`The schema has no type ${type}`);
  if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)} is no object`];
  return findInObject(value as Record<string, unknown>, local(type), path);
}

function findInObject(value: Record<string, unknown>, declared: string, path: string): string[] {
  const said = value['@odata.type'];
  const actual = typeof said === 'string' ? local(said.replace('#', '')) : declared;
  const { line, members, required, isOpen } = wholeType(actual);
  // What stands in its place must be of the type or of one that is made from it.
  if (!line.includes(declared)) return [`${path}: ${actual} is no ${declared}`];
  const missing = required
    .filter((name) => (value[name] ?? null) === null)
    .map((name) => `${path}.${name}: is missing`);
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const member = members.get(name);
    const at = `${path}.${name}`;
    if (!member) return isOpen || name.includes('@odata.') ? [] : [`${at}: is not in the schema`];
    if (inner === null) return [];
    if (!member.isCollection) return findSchemaOffences(inner, member.type, at);
    if (!Array.isArray(inner)) return [`${at}: is no list`];
    return inner.flatMap((item, index) => findSchemaOffences(item, member.type, `${at}[${index}]`));
  });
  return [...missing, ...wrong];
}

interface WholeType {
  /** The type and those that it is made from. */
  line: string[];
  members: ObjectType['members'];
  required: string[];
  isOpen: boolean;
}

const wholeTypes = new Map<string, WholeType>();

function wholeType(name: string): WholeType {
  const known = wholeTypes.get(name);
  if (known) return known;
  const line = lineOf(name);
  const types = line.flatMap((one) => objects.get(one) ?? []);
  const members = new Map(types.flatMap(({ members: own }) => [...own]));
  const required = [...members].filter(([, { isNullable }]) => !isNullable).map(([member]) => member);
  const whole = { line, members, required, isOpen: types.some((one) => one.isOpen) };
  wholeTypes.set(name, whole);
  return whole;
}

function lineOf(name: string): string[] {
  const base = objects.get(name)?.base;
  return base === undefined ? [name] : [name, ...lineOf(local(base))];
}
