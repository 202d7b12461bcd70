import { describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { makeDocumentFilter } from '../../../src/adapters/folder/document-filter.ts';
import { makeRecordSummarizer } from '../../../src/facts/summarize-record.ts';

const mayHold = (key: string, text: string) => makeDocumentFilter(key)(Buffer.from(text));

describe('a document may hold a key', () => {
  test.each([
    ['an id in capitals', 'id:ab12-cd', '{"id":"AB12-CD"}'],
    ['an id with its prefix', 'id:3a_00', '{"id":"8:acs:3a_00"}'],
    ['a number without its plus', 'phone:+49301234567', '{"id":"0049301234567"}'],
    ['a number with separators', 'phone:+49301234567', '{"id":"+49 (30) 123-45 67"}'],
    ['a number with hidden digits', 'phone:+4930123***', '{"id":"+4930123***"}'],
    ['a thread in a URL', 'meeting:19:meeting_ab12@thread.v2', '"…/19%3ameeting_AB12%40thread.v2/0"'],
    ['a name with an escape', "upn:o'brien@contoso.com", String.raw`"o\u0027brien@contoso.com"`],
    ['a number whose plus is an escape', 'phone:+49301234567', String.raw`"\u002B49301234567"`],
  ])('%s', (_, key, text) => {
    expect(mayHold(key, text)).toBe(true);
  });

  test('whenever the record has it', () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const document = expectedDocument(makeRecord(seed, { endedAt: new Date('2026-11-20T11:00:00Z') }));
      const summarizer = makeRecordSummarizer();
      summarizer.push(document);
      for (const key of summarizer.end().facts.findKeys) expect(makeDocumentFilter(key)(document)).toBe(true);
    }
  });
});

test.each([
  ['another id', 'id:ab12-cd', '{"id":"AB12-CE"}'],
  ['another name of the same domain', 'upn:anna@contoso.com', String.raw`"bob@contoso.com","Zo\u00eb"`],
  ['another thread', 'meeting:19:meeting_ab12@thread.v2', '"…/19%3ameeting_AB13%40thread.v2/0"'],
])('a document with %s is passed over', (_, key, text) => {
  expect(mayHold(key, text)).toBe(false);
});
