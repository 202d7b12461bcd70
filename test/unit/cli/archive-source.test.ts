/** Where the archive is: a folder, an account, or the settings of the environment; never half of it. */
import { describe, expect, test } from '@jest/globals';
import {
  type ArchiveSource,
  parseSource,
  type SourceOptions,
} from '../../../src/cli/archive/archive-source.ts';

type Env = Record<string, string>;
const endpoints = {
  ArchiveStorage__blobServiceUri: 'https://acct.blob.core.windows.net',
  ArchiveStorage__tableServiceUri: 'https://acct.table.core.windows.net',
};
const acct = { blob: 'https://acct.blob.core.windows.net', table: 'https://acct.table.core.windows.net' };
const storage = (of: object): ArchiveSource =>
  ({ kind: 'storage', storage: of, tenantId: undefined }) as ArchiveSource;
const tenant = '7e1a0c2d-0000-4000-8000-0000000000aa';

describe('the archive', () => {
  test.each<[string, SourceOptions, Env, ArchiveSource]>([
    ['a folder, whatever the environment says', { path: 'x' }, endpoints, { kind: 'folder', path: 'x' }],
    [
      'an account by its name',
      { account: 'acct' },
      { ArchiveStorage: 'y' },
      storage({ kind: 'endpoints', ...acct, clientId: undefined }),
    ],
    [
      'an account of another cloud by its endpoint',
      { account: 'https://acct.blob.core.usgovcloudapi.net/' },
      {},
      storage({
        kind: 'endpoints',
        blob: 'https://acct.blob.core.usgovcloudapi.net',
        table: 'https://acct.table.core.usgovcloudapi.net',
        clientId: undefined,
      }),
    ],
    [
      'an account in a DNS zone by its endpoint',
      { account: 'https://acct.z07.blob.storage.azure.net' },
      {},
      storage({
        kind: 'endpoints',
        blob: 'https://acct.z07.blob.storage.azure.net',
        table: 'https://acct.z07.table.storage.azure.net',
        clientId: undefined,
      }),
    ],
    [
      'a connection string',
      {},
      { ArchiveStorage: 'UseDevelopmentStorage=true' },
      storage({ kind: 'connection-string', connectionString: 'UseDevelopmentStorage=true' }),
    ],
    [
      'the endpoints of the app, with its identity',
      {},
      { ...endpoints, ArchiveStorage__clientId: tenant },
      storage({ kind: 'endpoints', ...acct, clientId: tenant }),
    ],
  ])('is %s', (_, options, env, source) => {
    expect(parseSource(options, env)).toEqual(source);
  });

  test('is that of the tenant that is named, by an option or by the app’s setting', () => {
    const env = { ArchiveStorage: 'UseDevelopmentStorage=true', GRAPH_TENANT_ID: tenant };
    expect(parseSource({}, env)).toMatchObject({ tenantId: tenant });
    const other = '7e1a0c2d-0000-4000-8000-0000000000BB';
    expect(parseSource({ tenant: other }, env)).toMatchObject({ tenantId: other.toLowerCase() });
  });

  test.each<[string, SourceOptions, Env]>([
    ['nowhere', {}, {}],
    [
      'at half of its endpoints',
      {},
      { ArchiveStorage__blobServiceUri: endpoints.ArchiveStorage__blobServiceUri },
    ],
    [
      'in the clear over a network',
      {},
      { ...endpoints, ArchiveStorage__tableServiceUri: 'http://acct.example.org' },
    ],
    [
      'behind a password in its endpoint',
      {},
      { ...endpoints, ArchiveStorage__tableServiceUri: 'https://a:b@acct.table.core.windows.net' },
    ],
    [
      'at the endpoint of another service',
      {},
      { ...endpoints, ArchiveStorage__tableServiceUri: endpoints.ArchiveStorage__blobServiceUri },
    ],
    ['in a connection string that is none', {}, { ArchiveStorage: 'foo' }],
    ['in a connection string without an endpoint', {}, { ArchiveStorage: 'AccountName=a;AccountKey=a2V5' }],
    ['no account', { account: 'No Account' }, {}],
    ['an account in the clear', { account: 'http://acct.blob.core.windows.net' }, {}],
    [
      'at a host that only begins like one',
      { account: 'https://acct.blob.core.windows.net.evil.example' },
      {},
    ],
    ['at any host with such a name', { account: 'https://acct.blob.evil.example' }, {}],
    ['behind a user name', { account: 'https://acct.blob.core.windows.net@evil.example' }, {}],
    ['below an account', { account: 'https://x.acct.blob.core.windows.net' }, {}],
    ['of no tenant', { account: 'acct', tenant: 'contoso' }, {}],
  ])('is not looked for %s', (_, options, env) => {
    expect(() => parseSource(options, env)).toThrow(expect.objectContaining({ exit: 'usage' }));
  });

  test('is not named with its signature in an error', () => {
    expect(() => parseSource({ account: 'https://x.example.org/?sig=SECRET' }, {})).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('SECRET') }),
    );
  });
});
