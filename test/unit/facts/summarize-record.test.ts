/** What the index says of a record: the same from the answers of Graph as from the document, however it is cut. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { ShapeError } from '../../../src/errors.ts';
import { makeRecordSummarizer } from '../../../src/facts/summarize-record.ts';
import type { RecordSummary } from '../../../src/model/record-facts.ts';

const endedAt = new Date('2026-11-20T11:00:00Z');

function summarize(document: Uint8Array, partBytes = document.length): RecordSummary {
  const summarizer = makeRecordSummarizer();
  const copy = Buffer.alloc(partBytes);
  for (let at = 0; at < document.length; at += partBytes) {
    // The same buffer again and again, as a stream may give it.
    const part = document.subarray(at, at + partBytes);
    copy.set(part);
    summarizer.push(copy.subarray(0, part.length));
  }
  return summarizer.end();
}

function documentOf(change: Record<string, unknown> = {}): Buffer {
  const user = (id: string, upn?: string) => ({
    user: { id, displayName: `Name of ${id}`, userPrincipalName: upn },
  });
  return Buffer.from(
    JSON.stringify({
      id: 'E523D2ED-2966-4b6b-925b-754a88034cc5',
      version: 3,
      type: 'groupCall',
      modalities: ['audio'],
      startDateTime: '2026-11-20T10:00:00.1234567Z',
      endDateTime: '2026-11-20T11:00:00Z',
      joinWebUrl: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_AB%40thread.v2/0',
      organizer_v2: { id: 'o1', identity: user('o1') },
      sessions: [
        {
          failureInfo: null,
          caller: { identity: user('a1', 'A@contoso.com'), associatedIdentity: { id: 'A1' } },
          callee: { '@odata.type': '#microsoft.graph.callRecords.serviceEndpoint' },
          segments: [{ failureInfo: null, caller: { identity: user('transferred') } }],
        },
      ],
      participants_v2: [
        { id: 'a1', identity: user('a1', 'a@contoso.com') },
        { id: 'x', identity: { phone: { id: '+49301234567' } } },
      ],
      ...change,
    }),
  );
}

describe('the summary of a record', () => {
  test('has head, counts, length and hash', () => {
    const document = documentOf();
    expect(summarize(document)).toMatchObject({
      head: {
        callId: 'e523d2ed-2966-4b6b-925b-754a88034cc5',
        version: '3',
        startedAt: '2026-11-20T10:00:00.1234567Z',
      },
      sessions: 1,
      participants: 2,
      sizeBytes: document.length,
      sha256: createHash('sha256').update(document).digest('hex'),
    });
  });

  test('knows everybody of participants, sessions and segments once, organizer and meeting', () => {
    const { facts } = summarize(documentOf());
    expect(facts).toMatchObject({ organizer: 'Name of o1', people: 3, failed: false });
    expect([...facts.findKeys].sort()).toEqual([
      'id:a1',
      'id:o1',
      'id:transferred',
      'meeting:19:meeting_ab@thread.v2',
      'organizer:o1',
      'phone:+49301234567',
      'upn:a@contoso.com',
    ]);
  });

  test('finds the organizer by the user principal name that a participant of that id has', () => {
    const organizer_v2 = { identity: { user: { id: 'a1' } } };
    const { findKeys } = summarize(documentOf({ organizer_v2 })).facts;
    expect([...findKeys]).toEqual(expect.arrayContaining(['organizer:a1', 'organizer:a@contoso.com']));
  });

  test('knows the people of the form before participants_v2', () => {
    const participants = [{ user: { id: 'early' } }];
    const { facts } = summarize(documentOf({ participants, participants_v2: undefined }));
    expect(facts.findKeys).toContain('id:early');
  });

  test.each([
    ['a session', [{ failureInfo: { stage: 'callSetup', reason: null } }]],
    ['a segment', [{ failureInfo: null, segments: [{ failureInfo: { stage: 'midcall' } }] }]],
  ])('says that something failed when %s says so', (_, sessions) => {
    expect(summarize(documentOf({ sessions })).facts.failed).toBe(true);
  });

  test('has each key once where texts are broken Unicode, which storage does not tell apart', () => {
    const participants_v2 = ['a1\ud800', 'a1\udbff', 'a1\ufffd'].map((id) => ({
      identity: { user: { id } },
    }));
    const { findKeys } = summarize(documentOf({ participants_v2 })).facts;
    const hashes = Array.from(findKeys, (key) => createHash('sha256').update(key).digest('hex'));
    expect(new Set(hashes).size).toBe(findKeys.length);
    expect(findKeys).toContain('id:a1\ufffd');
  });

  test('is not misled by texts that look like members', () => {
    const trap = '"failureInfo":{"identity":{"user":{"id":"nobody"}}},"sessions":[{},{}],"version":9';
    const { head, facts, sessions } = summarize(
      documentOf({ sessions: [{ text: trap, failureInfo: null }] }),
    );
    expect([head.version, facts.failed, sessions]).toEqual(['3', false, 1]);
    expect(facts.findKeys).not.toContain('id:nobody');
  });

  test('keeps a version above 2^53 to the digit', () => {
    const document = documentOf().toString().replace('"version":3', '"version":9007199254740993');
    expect(summarize(Buffer.from(document)).head.version).toBe('9007199254740993');
  });

  test('is the same however the document is cut', () => {
    const documents = ['a', 'b', 'c'].flatMap((seed) =>
      [true, false].map((pretty) => expectedDocument(makeRecord(seed, { endedAt, sessions: 4 }), { pretty })),
    );
    const plain = ({ facts, ...rest }: RecordSummary) => ({
      ...rest,
      ...facts,
      findKeys: [...facts.findKeys],
    });
    const wholes = documents.map((document) => plain(summarize(document)));
    fc.assert(
      fc.property(fc.nat(documents.length - 1), fc.integer({ min: 1, max: 3000 }), (which, partBytes) => {
        expect(plain(summarize(documents[which] ?? Buffer.alloc(0), partBytes))).toEqual(wholes[which]);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('counts what the parser of JSON counts', () => {
    for (const seed of ['d', 'e', 'f', 'g']) {
      const document = expectedDocument(makeRecord(seed, { endedAt }));
      const { sessions, participants_v2 } = JSON.parse(document.toString()) as Record<string, unknown[]>;
      expect(summarize(document)).toMatchObject({
        sessions: sessions?.length,
        participants: participants_v2?.length,
      });
    }
  });
});

describe('there is no summary of', () => {
  test.each([
    ['half a document', documentOf().subarray(0, 200)],
    ['nothing', Buffer.alloc(0)],
    ['another JSON text', Buffer.from('{"a":1}')],
    ['a document without sessions', documentOf({ sessions: undefined })],
  ])('%s', (_, document) => {
    expect(() => summarize(document)).toThrow(ShapeError);
  });
});
