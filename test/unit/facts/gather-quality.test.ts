/** What the index says of a call's quality: for the call, and for each person by the sessions that were theirs. */
import { expect, test } from '@jest/globals';
import { makeRecordSummarizer } from '../../../src/facts/summarize-record.ts';
import type { RecordFacts } from '../../../src/model/record-facts.ts';
import { good, lossy, service, session, slow } from '../../support/quality-calls.ts';

const person = (id: string, userPrincipalName?: string) => ({
  associatedIdentity: { id, displayName: id, userPrincipalName },
  identity: { user: { id, displayName: id } },
});

function factsOf(sessions: unknown[], participants_v2: unknown[] = [], text?: string): RecordFacts {
  const members = {
    id: '0a1b2c3d-0000-4000-8000-000000000001',
    version: 1,
    startDateTime: '2026-11-20T10:00:00Z',
  };
  const summarizer = makeRecordSummarizer();
  summarizer.push(Buffer.from(text ?? JSON.stringify({ ...members, sessions, participants_v2 })));
  return summarizer.end().facts;
}

const ownOf = ({ ownStreams }: RecordFacts) =>
  Object.fromEntries(
    [...ownStreams].flatMap(([key, own]) => (own ? [[key, [own.poor, own.classified]]] : [])),
  );

test('of two people in one session both have its streams, whichever way they went', () => {
  const facts = factsOf([session(person('a'), person('b'), { there: lossy, back: good })]);
  expect(facts).toMatchObject({ classifiedStreams: 2, poorStreams: 1, failedSessions: 0, failed: false });
  expect(ownOf(facts)).toEqual({ 'id:a': [1, 2], 'id:b': [1, 2] });
});

test('in a meeting each has those of their own sessions, over all of these', () => {
  const facts = factsOf([
    session(person('a'), service(), { there: good, back: slow }),
    session(person('b'), service(), { there: good, back: good }),
    session(person('a'), service(), { there: slow, back: slow }),
  ]);
  expect(facts).toMatchObject({ classifiedStreams: 6, poorStreams: 3 });
  expect(ownOf(facts)).toEqual({ 'id:a': [3, 4], 'id:b': [0, 2] });
});

test('who was in no session, or in one without a verdict, has none', () => {
  const facts = factsOf([session(person('a'), service(), {})], [{ identity: { user: { id: 'late' } } }]);
  expect(ownOf(facts)).toEqual({ 'id:a': [0, 0], 'id:late': [0, 0] });
});

test('a principal name has the streams of its ids, whenever it becomes known', () => {
  const facts = factsOf(
    [
      session(person('a'), service(), { back: slow }),
      session(person('b', 'x@y.z'), service(), { back: good }),
      session(person('c', 'X@y.z'), service(), { back: slow }),
    ],
    [{ identity: { user: { id: 'a', userPrincipalName: 'Anna@y.z' } } }],
  );
  expect(ownOf(facts)).toMatchObject({
    'id:a': [1, 1],
    'upn:anna@y.z': [1, 1],
    'id:c': [1, 1],
    'upn:x@y.z': [1, 2],
  });
});

test('failed sessions are counted once each', () => {
  const failureInfo = { stage: 'midcall', reason: null };
  const sessions = [
    { failureInfo, segments: [{ failureInfo }, { failureInfo }] },
    { failureInfo: null },
    { segments: [{ failureInfo }] },
  ];
  expect(factsOf(sessions)).toMatchObject({ failed: true, failedSessions: 2 });
});

test('sessions that stand in the record twice count as JSON says: the last', () => {
  const one = JSON.stringify([session(person('a'), service(), { back: slow })]);
  const other = JSON.stringify([session(person('a'), service(), { back: good })]);
  const head =
    '"id":"0a1b2c3d-0000-4000-8000-000000000001","version":1,"startDateTime":"2026-11-20T10:00:00Z"';
  const facts = factsOf([], [], `{${head},"sessions":${one},"sessions":${other}}`);
  expect(facts).toMatchObject({ classifiedStreams: 1, poorStreams: 0 });
  expect(ownOf(facts)).toEqual({ 'id:a': [0, 1] });
});
