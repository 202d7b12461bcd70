/** Small translations of the host: message texts, cookies, settings in options, log lines. */
import { describe, expect, test } from '@jest/globals';
import { resolveSettings } from '../../../local/functions-host/app-settings.ts';
import { formatCookie } from '../../../local/functions-host/http-message.ts';
import { formatLogLine } from '../../../local/functions-host/log.ts';
import { decodeMessageText } from '../../../local/functions-host/queue-message.ts';

describe('decodeMessageText', () => {
  test('reads base64, also with line ends in it, as UTF-8', () => {
    expect(decodeMessageText(Buffer.from('{"a":"ü"}').toString('base64'), 'base64')).toBe('{"a":"ü"}');
    expect(decodeMessageText('aGVs\r\nbG8=', 'base64')).toBe('hello');
  });

  test.each(['{"a":1}', 'aGVsbG8', 'aGVs=bG8', 'a==='])('%s is not base64', (text) => {
    expect(decodeMessageText(text, 'base64')).toBeUndefined();
  });

  test('takes the text as it is where the encoding is none', () => {
    expect(decodeMessageText('{"a":1}', 'none')).toBe('{"a":1}');
  });
});

test('a cookie keeps every attribute', () => {
  expect(formatCookie({ name: 'a', value: 'b c' })).toBe('a=b%20c; path=/');
  expect(
    formatCookie({
      name: 'a',
      value: 'b',
      expires: { value: { seconds: 0 } },
      maxAge: { value: 0 },
      domain: { value: 'example.org' },
      path: { value: '/api' },
      secure: { value: true },
      httpOnly: { value: true },
      sameSite: 'explicitNone',
    }),
  ).toBe(
    'a=b; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; domain=example.org; path=/api; secure; samesite=none; httponly',
  );
});

test('%NAME% becomes the setting, and a missing one is named together with its function', () => {
  expect(resolveSettings('x-%A%-%B%', { A: '1', B: '2' }, 'f')).toBe('x-1-2');
  expect(() => resolveSettings('%A%', {}, 'f')).toThrow(
    'Setting A is missing: function "f" needs it in "%A%"',
  );
});

test('a log event is one line', () => {
  expect(formatLogLine(new Date(0), 'warning', 'archive', 'a\nb')).toBe(
    '1970-01-01T00:00:00.000Z warning [archive] a\\nb',
  );
});
