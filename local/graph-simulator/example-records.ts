/**
 * Microsoft's own examples as whole call records. Where the bytes come from, and which of them are rewritten,
 * is in fixtures/README.md.
 */
import { readFileSync } from 'node:fs';
import { dayMs } from './durations.ts';
import { memberName, rawItems, rawMembers } from './records/raw-json.ts';
import type { SimulatedRecord } from './records/simulated-record.ts';

interface ExampleSources {
  readonly id: string;
  /** The page whose record members are used. */
  readonly head: string;
  readonly sessions: string;
  readonly participants: string;
}

const documentedId = 'e523d2ed-2966-4b6b-925b-754a88034cc5';

const examples: readonly ExampleSources[] = [
  {
    id: documentedId,
    head: 'get-callrecord-v1.0.sessions',
    sessions: 'get-callrecord-v1.0.sessions',
    participants: 'get-callrecord-v1.0.participants',
  },
  {
    id: 'e523d2ed-2966-4b6b-925b-754a8803be7a',
    head: 'get-callrecord-beta.sessions',
    sessions: 'get-callrecord-beta.sessions',
    participants: 'get-callrecord-beta.participants',
  },
  {
    id: 'e523d2ed-2966-4b6b-925b-754a88035e99',
    head: 'get-callrecord-v1.0.basic',
    sessions: 'list-sessions.sessions-with-segments',
    participants: 'get-callrecord-v1.0.participants',
  },
  {
    id: 'e523d2ed-2966-4b6b-925b-754a88035e55',
    head: 'api-guide.basic',
    sessions: 'list-sessions.sessions',
    participants: 'get-callrecord-v1.0.participants',
  },
];

/** The record's own members; the envelope's are made when served. */
const envelope = new Set(['@odata.context', 'sessions', 'sessions@odata.nextLink']);

/** The examples as calls of the day before `now`. */
export function exampleRecords(now: Date = new Date()): SimulatedRecord[] {
  const day = new Date(now.getTime() - dayMs).toISOString().slice(0, 10);
  return examples.map((sources) => exampleRecord(sources, day));
}

function exampleRecord(sources: ExampleSources, day: string): SimulatedRecord {
  const page = readFixture(sources.head);
  const head = rawMembers(page)
    .filter((member) => !envelope.has(member.name))
    .map((member) => page.slice(member.start, member.end))
    .map((raw) => rewrite(raw, sources.id, day));
  const value = (name: string) => {
    const raw = head.find((one) => memberName(one) === name) ?? '{}';
    return String(Object.values(JSON.parse(`{${raw}}`))[0]);
  };
  return {
    id: sources.id,
    version: value('version'),
    startDateTime: value('startDateTime'),
    endDateTime: value('endDateTime'),
    head,
    sessions: itemsOf(sources.sessions, ['sessions', 'value']),
    participants: itemsOf(sources.participants, ['participants_v2']),
    tail: [],
  };
}

/** Only the call's id and the dates (not the times) of its start and end are changed. */
function rewrite(raw: string, id: string, day: string): string {
  switch (memberName(raw)) {
    case 'id':
      return raw.replace(documentedId, id);
    case 'startDateTime':
    case 'endDateTime':
      return raw.replace(/\d{4}-\d\d-\d\d(?=T)/, day);
    default:
      return raw;
  }
}

function itemsOf(fixture: string, names: readonly string[]): string[] {
  const text = readFixture(fixture);
  const array = rawMembers(text).find((member) => names.includes(member.name));
  if (array === undefined) throw new Error(`No ${names.join(' or ')} in ${fixture}`);
  return rawItems(text, array.valueStart).map((item) => text.slice(item.start, item.end));
}

function readFixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
}
