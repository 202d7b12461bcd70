/** The calls that docs/reading.md asks about: Microsoft's examples, one of them in a second version, a phone call, a meeting. */
import { exampleRecords } from '../../local/graph-simulator/example-records.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { memberName } from '../../local/graph-simulator/records/raw-json.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';

export interface ReadingScenario {
  first: SimulatedRecord[];
  /** Comes later: Graph knows more of the first call. */
  second: SimulatedRecord;
}

export function makeReadingScenario(now = new Date()): ReadingScenario {
  const endedAt = new Date(now.getTime() - 60_000);
  const examples = exampleRecords(now);
  const [example] = examples;
  if (!example) throw new Error('There is an example of Microsoft');
  const others = Array.from({ length: 20 }, (_, i) => makeRecord(`reading ${i}`, { endedAt }));
  const meeting = makeRecord('reading meeting', { endedAt, sessions: 12, participants: 12 });
  const phone = makeRecord('reading phone', { endedAt, kind: 'pstn' });
  return { first: [...examples, meeting, phone, ...others], second: amend(example) };
}

/** The network of the one session failed, as became known later. */
function amend(example: SimulatedRecord): SimulatedRecord {
  const failure = '"failureInfo":{"stage":"midcall","reason":"The network connection was lost"},';
  return {
    ...example,
    version: '2',
    head: example.head.map((raw) => (memberName(raw) === 'version' ? raw.replace(/\d+$/, '2') : raw)),
    sessions: (example.sessions as string[]).map((raw) => raw.replace('{', `{${failure}`)),
  };
}
