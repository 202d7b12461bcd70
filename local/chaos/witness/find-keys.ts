/** By what a call is found, from its document as any reader of JSON sees it: the table in docs/archive-format.md. */
import { createHash } from 'node:crypto';

type JsonObject = Record<string, unknown>;

interface Person {
  /** `id:…` or `phone:…` */
  key: string;
  /** User principal name or e-mail address. */
  name: string | undefined;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Each key once. */
export function findKeysOf(document: Buffer): Set<string> {
  const record: unknown = JSON.parse(document.toString('utf8'));
  if (!isObject(record)) return new Set();
  const { organizer_v2: organizer, organizer: earlier, participants, participants_v2, sessions } = record;
  const [host] = peopleOf(isObject(organizer) ? organizer['identity'] : earlier);
  const people = [
    ...(host ? [host] : []),
    ...listOf(participants).flatMap(peopleOf),
    ...identitiesIn(participants_v2).flatMap(peopleOf),
    ...identitiesIn(sessions).flatMap(peopleOf),
  ];
  const thread = /19:[^/?\s]+@[a-z0-9.]+/i.exec(decodeURIComponent(String(record['joinWebUrl'] ?? '')));
  // The organizer may be named in one place and not in another.
  const asOrganizer = people.filter(({ key }) => key === host?.key).flatMap(keysOf);
  return new Set([
    ...people.flatMap(keysOf),
    ...asOrganizer.map((key) => key.replace(/^[a-z]+/, 'organizer')),
    ...(thread ? [`meeting:${thread[0].toLowerCase()}`] : []),
  ]);
}

/** PartitionKey and RowKey of a find row. */
export function findRowKey(tenantId: string, key: string, startDateTime: string, callId: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const inverted = String(253402300799999 - Date.parse(startDateTime)).padStart(15, '0');
  return `p-${tenantId}-${hash.slice(0, 2)} ${hash}-${inverted}-${callId}`;
}

const keysOf = ({ key, name }: Person) => (name === undefined ? [key] : [key, `upn:${name.toLowerCase()}`]);

/** Every `identity` and `associatedIdentity`, however deep. */
function identitiesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(identitiesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'identity' || name === 'associatedIdentity' ? [member] : identitiesIn(member),
  );
}

/** Of a set, `{"user":{…}}`, or of one identity alone. */
function peopleOf(value: unknown): Person[] {
  if (!isObject(value)) return [];
  if (typeof value['id'] === 'string') return personOf('', value);
  return Object.entries(value).flatMap(([kind, one]) => (isObject(one) ? personOf(kind, one) : []));
}

function personOf(kind: string, { id, userPrincipalName, email }: JsonObject): Person[] {
  if (typeof id !== 'string' || id === '') return [];
  const isPhone = kind === 'phone' || /^\+?\d[\d*]{4,}$/.test(id);
  const plain = id.replace(/^(8:orgid:|8:acs:|8:teamsvisitor:|28:)/, '').toLowerCase();
  const name = userPrincipalName ?? email;
  return [
    {
      key: isPhone ? `phone:${id}` : `id:${plain}`,
      name: typeof name === 'string' && name ? name : undefined,
    },
  ];
}
