/** The archive with secrets that the walk through all roles relies on: that nothing is left out, and that each would be found. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { findSecrets } from '../support/planted/find-secrets.ts';
import { makePlantedArchive } from '../support/planted/planted-archive.ts';
import { findSchemaOffences } from '../support/schema-offences.ts';

const archive = makePlantedArchive(1);
const [first] = archive.records;
const answer = (body: string | Uint8Array, headers: [string, string][] = []) => ({
  headers,
  body: Buffer.from(body),
});

describe('the planted archive', () => {
  test('has every member of the published schema, and only tomorrow is not in it', () => {
    const record = JSON.parse(String(first?.document));
    const offences = findSchemaOffences(record, 'microsoft.graph.callRecords.callRecord');
    expect(offences.filter((offence) => !/tomorrow: is not in the schema$/.test(offence))).toEqual([]);
    const media = record.sessions[0].segments[0].media[0];
    expect(Object.keys(media.callerNetwork).length).toBeGreaterThan(20);
    expect(Object.keys(media.callerDevice).length).toBeGreaterThan(15);
    expect(media.streams).toHaveLength(2);
  });

  test('has each secret at one place, and other ones where the mark is another', () => {
    const marks = archive.secrets.map(({ mark }) => mark);
    expect(marks.length).toBeGreaterThan(500);
    expect(new Set(marks).size).toBe(marks.length);
    const others = new Set(makePlantedArchive(2).secrets.map(({ mark }) => mark));
    const shared = archive.secrets.filter(({ mark }) => others.has(mark));
    expect(shared.map(({ place }) => place)).toEqual([
      'anna.userPrincipalName',
      'anna.id',
      'anna.displayName',
    ]);
  });

  test('has all of its secrets in what is archived', () => {
    const archived = [
      ...archive.records.map(({ document }) => document),
      JSON.stringify(archive.reports),
    ].join('\n');
    const planted = archive.secrets.filter(({ place }) => !place.startsWith('hash'));
    const found = new Set(findSecrets(answer(archived), planted));
    expect(planted.filter((secret) => !found.has(secret))).toEqual([]);
  });
});

describe('a secret', () => {
  const secrets = [
    { mark: 'zq1100', place: 'a text' },
    { mark: '493055510011', place: 'a number' },
  ];

  test.each([
    ['in a body', answer('<p>ZQ1100</p>'), 'a text'],
    ['in a packed body', answer(gzipSync('{"a":"zq1100"}')), 'a text'],
    ['in a header', answer('', [['content-disposition', 'attachment; filename="zq1100.json"']]), 'a text'],
    ['escaped for HTML', answer('&#122;q&#x31;100'), 'a text'],
    ['escaped for JSON', answer('"\\u007aq1100"'), 'a text'],
    ['escaped for a URL', answer('/calls?name=%7Aq1100'), 'a text'],
    ['escaped twice', answer('%26%23122;q1100'), 'a text'],
    ['with separators', answer('+49 (30) 555-100 11'), 'a number'],
  ])('is found %s', (_, heard, place) => {
    expect(findSecrets(heard, secrets)).toEqual([expect.objectContaining({ place })]);
  });

  test('is not found where it is not: a number without its last digits', () => {
    expect(findSecrets(answer('zq11, +4930555100***'), secrets)).toEqual([]);
  });
});
