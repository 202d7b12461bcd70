import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ShapeError } from '../../../src/errors.ts';
import { findMeetingKey, meetingKey, numberKey, organizerKey, userKey } from '../../../src/model/find-key.ts';

describe('a person is found by', () => {
  test.each([
    ['an object id', ' 821809F5-0000-0000-0000-3b5136c0e777', 'id:821809f5-0000-0000-0000-3b5136c0e777'],
    [
      'an object id as Teams writes it',
      '8:orgid:821809f5-0000-0000-0000-3b5136c0e777',
      'id:821809f5-0000-0000-0000-3b5136c0e777',
    ],
    ['a user principal name', 'Abbie.Wilkins@Contoso.com ', 'upn:abbie.wilkins@contoso.com'],
    ['an address as mail programs write it', '"Becker, Tom" <Tom@Contoso.com>;', 'upn:tom@contoso.com'],
    ['an address as a link', 'Tom <mailto:tom@contoso.com>', 'upn:tom@contoso.com'],
    ['the title of a list', 'Tom Becker (tom@contoso.com)', 'upn:tom@contoso.com'],
    ['an address that a link leads to', 'mailto:Tom@contoso.com', 'upn:tom@contoso.com'],
    ['an address of a telephone', 'sip:tom@contoso.com', 'upn:tom@contoso.com'],
    ['an address with what was copied along', '\u200btom@contoso.com\ufeff', 'upn:tom@contoso.com'],
    ['a phone number', '+49 (30) 1234-567', 'phone:+49301234567'],
    ['a phone number as a contact shows it', '\u202a+49 30 1234\u2011567\u202c', 'phone:+49301234567'],
    ['a phone number with its country in brackets', '(+49) 30 1234567', 'phone:+49301234567'],
    ['a phone number of a trunk', 'sip:+49301234567@sbc1.example.org', 'phone:+49301234567'],
    ['an id of Azure Communication Services', '8:acs:3a_0000-01', 'id:3a_0000-01'],
  ])('%s', (_, text, key) => {
    expect(userKey(text)).toBe(key);
  });

  test('nothing that is a display name: it says what to give instead', () => {
    expect(() => userKey('Anna Schmidt')).toThrow(ShapeError);
    expect(() => userKey('Anna')).toThrow(/user principal name/);
  });
});

describe('a number is the same', () => {
  test.each([
    '+49301234567',
    '0049 30 1234567',
    '+49 (0)30 1234567',
    '0049 (0) 30 1234567',
    '(+49) (0)30/1234567',
    'tel:+49-30-1234567',
    '4:+49301234567',
    '49301234567',
  ])('however it is written: %s', (text) => {
    expect(numberKey(text)).toBe('phone:+49301234567');
  });

  test('with digits that Microsoft has hidden', () => {
    expect(numberKey('+4930123****')).toBe('phone:+4930123****');
  });

  test('as an extension', () => {
    expect(numberKey('1234')).toBe('phone:1234');
  });

  test.each(['', 'anna', '+', '12'])('and this is none: %j', (text) => {
    expect(() => numberKey(text)).toThrow(ShapeError);
  });
});

describe('a meeting is found by', () => {
  const key = 'meeting:19:meeting_ab12@thread.v2';
  test.each([
    ['its thread id', '19:meeting_AB12@thread.v2'],
    [
      'its join URL',
      'https://teams.microsoft.com/l/meetup-join/19%3ameeting_AB12%40thread.v2/0?context=%7b%22Tid%22%3a%22x%22%7d',
    ],
    [
      'its join URL in the letters of another program',
      'https://teams.microsoft.com/l/meetup-join/19%3Ameeting_AB12@thread.v2/0',
    ],
  ])('%s', (_, text) => {
    expect(meetingKey(text)).toBe(key);
  });

  test('its short URL, without what is secret in it', () => {
    expect(meetingKey('https://teams.microsoft.com/meet/2345?p=secret')).toBe(
      'meeting:teams.microsoft.com/meet/2345',
    );
  });

  test('nothing else', () => {
    expect(() => meetingKey('the weekly meeting')).toThrow(/join URL/);
    expect(findMeetingKey('100%')).toBeUndefined();
    expect(findMeetingKey(`https://meet.example/${'会'.repeat(500)}`)).toBeUndefined();
  });
});

test('the format page has these keys, and no other', () => {
  const page = readFileSync(new URL('../../../docs/archive-format.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| key \| of whom or what \|\n(.*?)\n\n/s.exec(page) ?? [];
  const kinds = [...table.matchAll(/^\| `(\w+):\{/gm)].map(([, kind]) => kind);
  expect(kinds).toEqual(['id', 'phone', 'upn', 'organizer', 'meeting']);
});

test.each([
  [userKey, 'id:anonymous'],
  [userKey, 'phone:+49301234567'],
  [userKey, 'upn:abbie'],
  [organizerKey, 'organizer:abbie@contoso.com'],
  [organizerKey, 'organizer:anonymous'],
  [organizerKey, 'organizer:+49301234567'],
  [meetingKey, 'meeting:19:meeting_ab12@thread.v2'],
  [meetingKey, 'meeting:19:abc@thread.tacv2/1612345678901'],
  [meetingKey, 'meeting:teams.microsoft.com/meet/2345'],
])('%p finds the key as the archive writes it: %s', (keyOf, key) => {
  expect(keyOf(` ${key} `)).toBe(key);
});

test('an organizer is found by what a person is found by', () => {
  expect(organizerKey('Abbie@contoso.com')).toBe('organizer:abbie@contoso.com');
  expect(organizerKey('+49 30 1234567')).toBe('organizer:+49301234567');
});
