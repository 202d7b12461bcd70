/** The configuration of the readers' app: defaults, what it does not need, and every problem at once. */
import { describe, expect, test } from '@jest/globals';
import { readReaderConfig } from '../../../src/config/read-reader-config.ts';
import { readerSettings } from '../../../src/config/reader-settings.ts';
import { ConfigurationError } from '../../../src/errors.ts';
import { connectionString, tenantId } from './environment.ts';

type Changes = Record<string, string | undefined>;

const read = (changes: Changes = {}) =>
  readReaderConfig({
    GRAPH_TENANT_ID: tenantId,
    ArchiveStorage: connectionString,
    WEBSITE_HOSTNAME: 'reader.azurewebsites.net',
    WEBSITE_INSTANCE_ID: 'instance-1',
    ...changes,
  });

function findReaderProblems(changes: Changes): readonly string[] {
  try {
    read(changes);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('the readers’ app', () => {
  test('needs the tenant and the storage, and has a default for all else', () => {
    expect(read()).toEqual({
      tenantId,
      publicOrigin: 'https://reader.azurewebsites.net',
      signInIsOn: false,
      instanceId: 'instance-1',
      storage: { kind: 'connection-string', connectionString },
      clientId: undefined,
      asksTicket: false,
      timeZone: 'UTC',
      telemetry: undefined,
    });
  });

  test('needs no queue, no client state and nothing of Graph', () => {
    const storage = {
      ArchiveStorage: undefined,
      ArchiveStorage__blobServiceUri: 'https://a.blob.core.windows.net',
      ArchiveStorage__tableServiceUri: 'https://a.table.core.windows.net',
    };
    expect(read(storage).storage).toEqual({
      kind: 'endpoints',
      blob: 'https://a.blob.core.windows.net',
      queue: undefined,
      table: 'https://a.table.core.windows.net',
      clientId: undefined,
    });
    const needed = Object.entries(readerSettings).filter(([, setting]) => 'required' in setting);
    expect(needed.map(([name]) => name)).toEqual(['GRAPH_TENANT_ID']);
  });

  test.each([
    ['True', true],
    ['true', true],
    ['False', false],
    ['1', false],
    ['', false],
  ])('takes the sign-in for switched on only where Azure says so: "%s"', (text, isOn) => {
    expect(read({ WEBSITE_AUTH_ENABLED: text }).signInIsOn).toBe(isOn);
  });

  test('has a name of its own where Azure gives the instance none', () => {
    const first = read({ WEBSITE_INSTANCE_ID: undefined }).instanceId;
    expect(first).not.toBe(read({ WEBSITE_INSTANCE_ID: undefined }).instanceId);
  });

  test.each<[string, Changes, string]>([
    ['a time zone that is none', { READER_TIME_ZONE: 'Mars/Base' }, 'READER_TIME_ZONE must be a time zone'],
    ['a ticket that is neither', { READER_ASK_TICKET: 'yes' }, 'READER_ASK_TICKET must be true or false'],
    [
      'a client that is none',
      { READER_CLIENT_ID: 'reader' },
      'READER_CLIENT_ID must be the app registration',
    ],
    ['no address', { WEBSITE_HOSTNAME: undefined }, 'PUBLIC_BASE_URL is missing: it must be an origin'],
    [
      'half a storage',
      { ArchiveStorage: undefined, ArchiveStorage__blobServiceUri: 'https://a.blob.core.windows.net' },
      'ArchiveStorage is missing: set it to a connection string, or set ArchiveStorage__blobServiceUri and ArchiveStorage__tableServiceUri together',
    ],
  ])('does not start with %s', (_what, changes, problem) => {
    expect(findReaderProblems(changes)).toEqual([expect.stringContaining(problem)]);
  });

  test('has all its problems told together, with a command that corrects them', () => {
    const changes = { GRAPH_TENANT_ID: '', READER_TIME_ZONE: 'x', READER_ASK_TICKET: 'x' };
    expect(findReaderProblems(changes)).toHaveLength(3);
    expect(() => read({ ...changes, WEBSITE_SITE_NAME: 'reader' })).toThrow(
      /az functionapp config appsettings set .*--name reader .*"READER_TIME_ZONE=UTC"/,
    );
  });
});
