import { describe, expect, test } from '@jest/globals';
import { exampleRecords } from '../../../local/graph-simulator/example-records.ts';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import {
  type DocumentOptions,
  expectedDocument,
  expectedParts,
} from '../../../local/graph-simulator/records/expected-document.ts';
import type { SimulatedRecord } from '../../../local/graph-simulator/records/simulated-record.ts';

const context =
  'https://graph.microsoft.com/v1.0/$metadata#communications/callRecords(sessions(segments()))/$entity';

const small: SimulatedRecord = {
  id: 'c0ffee00-0000-4000-8000-000000000001',
  version: '9007199254740993',
  startDateTime: '2026-11-02T10:00:00Z',
  endDateTime: '2026-11-02T10:30:00Z',
  head: ['"version":9007199254740993', '"id":"c0ffee00-0000-4000-8000-000000000001"'],
  sessions: ['{"s":1.0}', '{"s":2}', '{"s":3}'],
  participants: ['{"p":1}', '{"p":2}'],
  tail: ['"later":{"a":1,"a":2}'],
};

const text = (record: SimulatedRecord, options?: DocumentOptions) =>
  expectedDocument(record, options).toString();

describe('the expected document', () => {
  test('is the first answer with all sessions, then the participants as the last member', () => {
    expect(text(small)).toBe(
      `{"@odata.context":"${context}","version":9007199254740993,"id":"c0ffee00-0000-4000-8000-000000000001",` +
        '"sessions":[{"s":1.0},{"s":2},{"s":3}],"later":{"a":1,"a":2},"participants_v2":[{"p":1},{"p":2}]}',
    );
  });

  test('does not depend on the pages where there is no white space', () => {
    expect(text(small, { sessions: 1, participants: 1, emptySessionPages: [0, 2] })).toBe(text(small));
  });

  test('has the white space of each page, and a bare comma where two pages meet', () => {
    expect(text(small, { pretty: true, sessions: 2, participants: 1 })).toBe(
      `{\r\n  "@odata.context"\t: "${context}" ,\r\n  "version":9007199254740993 ,\r\n  "id":"c0ffee00-0000-4000-8000-000000000001" ,\r\n` +
        '  "sessions"\t: [\n    {"s":1.0}\n    ,\t{"s":2},{"s":3}\n  ] ,\r\n  "later":{"a":1,"a":2},"participants_v2"\t: [\n    {"p":1},{"p":2}\n  ]\r\n}',
    );
  });

  test('begins an array whose first page was empty without a comma', () => {
    expect(text(small, { pretty: true, emptySessionPages: [0] })).toContain(
      '[{"s":1.0}\n    ,\t{"s":2}\n    ,\t{"s":3}]',
    );
    expect(text({ ...small, sessions: [], participants: [] }, { pretty: true })).toMatch(
      /"sessions"\t: \[\] .*"participants_v2"\t: \[\]\r\n}$/s,
    );
  });

  test('takes participants from their own answer only', () => {
    const early = { ...small, head: [...small.head, '"participants_v2":[{"p":0}]'] };
    expect(text(early)).toBe(text(small));
  });

  test('is, as data, the record with everything in it', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const record = makeRecord(seed, {
        startedAt: new Date('2026-11-02T10:00:00Z'),
        sessions: 1 + (seed % 7),
      });
      for (const options of [{}, { pretty: true, sessions: 2, participants: 3, segments: 1 }]) {
        expect(JSON.parse(text(record, options))).toEqual(naive(record));
      }
    }
  });

  test('comes in parts too', () => {
    expect([...expectedParts(small)].join('')).toBe(text(small));
  });
});

describe("Microsoft's examples", () => {
  const now = new Date('2026-11-21T09:00:00Z');
  const examples = exampleRecords(now);

  test('are calls of the last 30 days, each with an id of its own, the first with the documented one', () => {
    expect(examples).toHaveLength(4);
    expect(new Set(examples.map((record) => record.id)).size).toBe(4);
    expect(examples[0]).toMatchObject({
      id: 'e523d2ed-2966-4b6b-925b-754a88034cc5',
      version: '1',
      startDateTime: '2026-11-20T18:52:21.2169889Z',
      endDateTime: '2026-11-20T18:52:46.7640013Z',
    });
  });

  test('are whole records that keep the bytes of the pages', () => {
    for (const record of examples) expect(JSON.parse(text(record))).toEqual(naive(record));
    expect(text(examples[0] ?? small)).toContain('"lastModifiedDateTime": "2020-02-25T19:00:24.582757Z"');
    expect(text(examples[2] ?? small)).toContain(
      '"@odata.type": "#microsoft.graph.callRecords.participantEndpoint",\n"@odata.type": "#microsoft.graph.callRecords.participantEndpoint"',
    );
    for (const record of examples) expect(text(record)).not.toContain('$skiptoken=abc');
  });
});

/** By parsing, with nothing of the simulator's but the pieces. */
function naive({ head, sessions, participants, tail }: SimulatedRecord): unknown {
  const list = (items: SimulatedRecord['sessions']) =>
    'count' in items ? Array.from({ length: items.count }, (_, index) => items.at(index)) : items;
  return {
    '@odata.context': context,
    ...Object.assign({}, ...[...head, ...tail].map((raw) => JSON.parse(`{${raw}}`))),
    sessions: list(sessions).map((raw) => JSON.parse(raw)),
    participants_v2: list(participants).map((raw) => JSON.parse(raw)),
  };
}
