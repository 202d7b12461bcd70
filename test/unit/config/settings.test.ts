/** The table of settings holds together: defaults are good values, and every text can be put before an administrator. */
import { describe, expect, test } from '@jest/globals';
import { type Setting, settings } from '../../../src/config/settings.ts';

const table = Object.entries<Setting>(settings);

describe.each(table)('%s', (name, setting) => {
  test('has a name, a meaning and a form that an administrator can read', () => {
    expect(name).toMatch(/^([A-Z][A-Z0-9_]+|ArchiveStorage(__[a-zA-Z]+)?)$/);
    expect(setting.meaning).toMatch(/^[A-Z].+\.$/);
    expect(setting.form).not.toBe('');
  });

  test('is either required, or optional, or has a default', () => {
    expect(setting.required && setting.default !== undefined).toBeFalsy();
  });

  test('refuses the empty text', () => {
    expect(setting.schema.safeParse('').success).toBe(false);
  });
});

test.each(table.filter(([, setting]) => setting.default !== undefined))(
  '%s accepts its own default',
  (_, setting) => {
    expect(setting.schema.safeParse(setting.default)).toMatchObject({ success: true });
  },
);

test('what is a secret, or may hold one, is marked as such', () => {
  const secrets = table.filter(([, setting]) => setting.secret).map(([name]) => name);
  expect(secrets.sort()).toEqual([
    'APPLICATIONINSIGHTS_CONNECTION_STRING',
    'ArchiveStorage',
    'NOTIFICATION_CLIENT_STATE',
    'NOTIFICATION_CLIENT_STATE_PREVIOUS',
  ]);
});
