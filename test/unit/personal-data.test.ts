/** The scan that end-to-end tests rely on: what it would find. */
import { describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { collectPersonalData, findLeaks, findPeople } from '../support/personal-data.ts';

const endedAt = new Date('2026-11-20T10:00:00Z');

describe('personal data of a call record', () => {
  test('are names, addresses and ids of its people, wherever they stand', () => {
    const user = { id: 'f3a1', displayName: 'Zoë', userPrincipalName: 'zoe@contoso.example' };
    const record = {
      id: 'the-call',
      organizer_v2: { id: 'o-1', identity: { user } },
      participants_v2: [{ id: '+49301234567', identity: { phone: { id: '+49301234567' } } }],
      sessions: [
        {
          id: 'the-session',
          caller: { name: 'machine_1', identity: { user } },
          segments: [{ media: [{ callerNetwork: { ipAddress: '10.1.2.3', subnet: '10.1.2.0' } }] }],
        },
      ],
    };
    const found = new Set(collectPersonalData(record));
    expect([...found].sort()).toEqual(
      ['+49301234567', '10.1.2.0', '10.1.2.3', 'f3a1', 'machine_1', 'zoe@contoso.example'].sort(),
    );
  });

  test('are found in every record of the simulator', () => {
    const text = expectedDocument(makeRecord('scan', { endedAt, sessions: 5, participants: 5 })).toString();
    expect(collectPersonalData(JSON.parse(text)).length).toBeGreaterThan(20);
  });
});

test('the people of the simulator are known by their looks too', () => {
  const record = makeRecord('looks', { endedAt, sessions: 5, participants: 5 });
  const people = collectPersonalData(JSON.parse(expectedDocument(record).toString()));
  const upn = people.filter((text) => text.includes('@'));
  expect(upn.length).toBeGreaterThan(0);
  expect(findPeople([...upn, 'archived 937f63e3-6cfe-48e2-955f-292201beff4c'])).toEqual(upn);
});

describe('a leak', () => {
  test.each([
    ['as it is', 'archived for Owen Franklin'],
    ['in another text', 'nothing', 'x Owen Franklin'],
    ['at the end', 'Owen Franklin'],
  ])('is found %s', (_where, ...texts) => {
    expect(findLeaks(texts, ['Owen Franklin', 'Abbie Wilkins'])).toEqual(['Owen Franklin']);
  });

  test('is found as JSON writes it', () => {
    const name = 'O’Brien "Bo" Jr.';
    expect(findLeaks([JSON.stringify({ name })], [name])).toEqual(['O’Brien \\"Bo\\" Jr.']);
  });

  test('is none where only a part of it stands', () => {
    expect(findLeaks(['Owen Frank'], ['Owen Franklin'])).toEqual([]);
  });
});
