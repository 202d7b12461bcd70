import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRecordReading } from '../../../src/archiving/record-reading.ts';
import { openPage, openRecord } from '../../../src/archiving/splice-record.ts';
import { writeDocument } from '../../../src/archiving/write-document.ts';
import { ShapeError } from '../../../src/errors.ts';
import { makeFactsGatherer } from '../../../src/facts/gather-facts.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { makeMemoryCallRecords } from '../../support/memory-call-records.ts';
import {
  type Answers,
  callId,
  makePagedRecord,
  plainHead,
  renderAnswers,
  renderDocument,
} from '../../support/record-pages.ts';

/** Joins the answers as archive-record.ts does. */
async function splice({ record, participants, pages }: Answers): Promise<string> {
  const parts: Uint8Array[] = [];
  const graph = makeMemoryCallRecords({
    origin: 'https://graph.test',
    records: { [callId]: record },
    participants: { [callId]: participants },
    pages: Object.fromEntries(pages),
  });
  const reading = makeRecordReading({ graph, pacer: freePacer }, callId);
  await writeDocument(await reading.readRecord(), undefined, {
    reading,
    write: (part) => void parts.push(Buffer.from(part)),
    beforeRead: async () => undefined,
  });
  return Buffer.concat(parts).toString('utf8');
}

const hostileItems = [
  '{"n":1.0,"big":9007199254740993,"minus":-0,"exp":1E+2}',
  '{"text":"\\u00e9\\/\\"\\\\ \\ud83d\\ude00 é😀"}',
  '{"@odata.type":"a","@odata.type":"b"}',
  '{"note":"\\"sessions@odata.nextLink\\":\\"https://evil.test\\"","@odata.nextLink":"deep down, data"}',
  '{"deep":{"segments@odata.nextLink":"https://graph.test/stays","sessions":[[],{}]}}',
  '{ "spaced" : [ 1 , 2 ] }',
  '{}',
  'null',
  '"]"',
  '[[[]]]',
];

/** Pages of items; none brings the one before it once more, which is refused. */
function anyPages(item: fc.Arbitrary<string>, maxItems: number, maxPages?: number) {
  const lengths = { minLength: 1, ...(maxPages !== undefined && { maxLength: maxPages }) };
  return fc
    .array(fc.array(item, { maxLength: maxItems }), lengths)
    .filter((pages) => pages.every((page, i) => page.length === 0 || page.join() !== pages[i - 1]?.join()));
}

describe('a spliced record', () => {
  const items = anyPages(fc.constantFrom(...hostileItems), 4, 4);

  test('holds every byte of every item of every page, in order, wherever the links stand', async () => {
    await fc.assert(
      fc.asyncProperty(
        items,
        items,
        fc.subarray([
          '"odd":"}"',
          '"participants_v2@odata.context":"x"',
          '"joinWebUrl":null',
          '"x":{"id":[]}',
        ]),
        fc.boolean(),
        fc.constantFrom('', ' ', '\n  '),
        async (sessionPages, participantPages, tail, linkFirst, space) => {
          const base = makePagedRecord();
          const record = {
            ...base,
            tail,
            linkFirst,
            space,
            sessions: { ...base.sessions, pages: sessionPages },
            participants: { ...base.participants, pages: participantPages },
          };
          expect(await splice(renderAnswers(record))).toBe(renderDocument(record));
        },
      ),
      { seed: 4, numRuns: 1000 },
    );
  });

  test('reads like the merged record for any JSON items', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPages(
          fc.jsonValue().map((value) => JSON.stringify(value)),
          3,
        ),
        async (pages) => {
          const base = makePagedRecord();
          const spliced = JSON.parse(
            await splice(renderAnswers({ ...base, sessions: { ...base.sessions, pages } })),
          );
          expect(spliced.sessions).toEqual(pages.flat().map((text) => JSON.parse(text)));
          expect(Object.keys(spliced).at(-1)).toBe('participants_v2');
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  test.each([
    'segments@odata.nextLink',
    'Segments@odata.NextLink',
    'SEGMENTS@ODATA.NEXTLINK',
    'segments\\u0040odata.nextLink',
    'segments@odata.nextLin\\u006B',
  ])('has further segments inside their session, and no link there: %s', async (name) => {
    const record = renderAnswers(makePagedRecord());
    const answer = `{${plainHead.join(',')},"sessions":[{"id":"s1","${name}":"https://graph.test/2","segments":[ {"id":"a"} ],"x":1},{"id":"s2"}]}`;
    const pages = new Map([
      ['https://graph.test/2', Buffer.from('{"value":[],"@odata.nextLink":"https://graph.test/3"}')],
      [
        'https://graph.test/3',
        Buffer.from('{"value":[ {"id":"b"}, {"id":"c","segments@odata.nextLink":"data"} ]}'),
      ],
    ]);
    const spliced = await splice({ ...record, record: Buffer.from(answer), pages });
    expect(spliced).toContain(
      '[{"id":"s1","segments":[ {"id":"a"},{"id":"b"}, {"id":"c","segments@odata.nextLink":"data"} ],"x":1},{"id":"s2"}]',
    );
  });

  test('takes the place of participants that the first answer had', async () => {
    const tail = [
      '"participants_v2@odata.nextLink":"https://graph.test/old"',
      '"participants_v2":[{"old":true}]',
    ];
    const answers = renderAnswers(makePagedRecord({ tail }));
    expect(await splice(answers)).toBe(renderDocument(makePagedRecord()));
  });

  test('keeps a next link that is null, as there is nothing to follow', async () => {
    const answers = renderAnswers(makePagedRecord({ tail: ['"sessions@odata.nextLink":null'] }));
    expect(await splice(answers)).toContain('"sessions@odata.nextLink":null');
  });

  test('has no participants where Graph gave none', async () => {
    const answers = {
      ...renderAnswers(makePagedRecord()),
      participants: Buffer.from(`{${plainHead.join(',')}}`),
    };
    expect(JSON.parse(await splice(answers))).not.toHaveProperty('participants_v2');
  });

  test('knows its version above 2^53, to the digit', () => {
    const head = plainHead.map((member) => member.replace('"version":1', '"version":9007199254740993'));
    expect(
      openRecord(renderAnswers(makePagedRecord({ head })).record, callId, makeFactsGatherer()).head.version,
    ).toBe('9007199254740993');
  });
});

describe('an answer that is not a call record is refused', () => {
  const good = { id: callId, version: 1, startDateTime: '2020-02-25T18:52:21Z', sessions: [] as unknown };
  test.each([
    ['the error object', { error: { code: 'UnknownError', message: '' } }],
    ['another id', { ...good, id: '00000000-0000-4000-8000-000000000000' }],
    ['no id', { ...good, id: undefined }],
    ['version 0', { ...good, version: 0 }],
    ['a version that is not an integer', { ...good, version: 1.5 }],
    ['a version in quotes', { ...good, version: '1' }],
    ['no start', { ...good, startDateTime: null }],
    ['a start that is not a time', { ...good, startDateTime: '2020-13-45T00:00:00Z' }],
    ['sessions that are not a list', { ...good, sessions: {} }],
    ['a link that is not text', { ...good, 'sessions@odata.nextLink': 5 }],
    [
      'two different links',
      {
        ...good,
        'sessions@odata.nextLink': 'https://graph.test/1',
        'sessions@odata.nextlink': 'https://graph.test/2',
      },
    ],
    ['a list', [good]],
    ['null', null],
  ])('%s', (_, body) => {
    expect(() => openRecord(Buffer.from(JSON.stringify(body)), callId, makeFactsGatherer())).toThrow(
      ShapeError,
    );
  });

  test.each([
    [200, true],
    [201, false],
  ])('a version of %i digits is accepted: %s', (digits, isAccepted) => {
    const body = JSON.stringify(good).replace('"version":1', `"version":${'1'.repeat(digits)}`);
    const open = () => openRecord(Buffer.from(body), callId, makeFactsGatherer());
    if (isAccepted) expect(open().head.version).toHaveLength(digits);
    else expect(open).toThrow('its version has more than 200 digits');
  });

  test('a page without a list of values', () => {
    expect(() => openPage(Buffer.from('{"value":null}'), 'sessions', makeFactsGatherer())).toThrow(
      ShapeError,
    );
  });
});
