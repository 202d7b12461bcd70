/** Which host names are this machine, where plain HTTP is safe. */
import { describe, expect, test } from '@jest/globals';
import { isLoopback } from '../../../src/model/loopback.ts';

describe('isLoopback', () => {
  test.each(['localhost', '127.0.0.1', '127.0.0.2', '127.255.255.254', '[::1]'])('%s is', (hostname) => {
    expect(isLoopback(hostname)).toBe(true);
  });

  test.each(['LOCALHOST', '127.1', '0x7f.0.0.1', '2130706433', '[0:0:0:0:0:0:0:1]'])(
    '%s is, in the spelling of a URL',
    (hostname) => {
      expect(isLoopback(new URL(`http://${hostname}:7071`).hostname)).toBe(true);
    },
  );

  test.each([
    '',
    'example.org',
    'localhost.example.org',
    'my-localhost',
    '127.0.0.1.example.org',
    '127.example.org',
    '127.0.0.x',
    '10.0.0.1',
    '1.127.0.0.1',
    '0.0.0.0',
    '192.168.0.1',
    '[::]',
    '[::2]',
    '[fe80::1]',
  ])('%j is not', (hostname) => {
    expect(isLoopback(hostname)).toBe(false);
  });
});
