/** From the environment to the configuration: defaults, trimming, and every problem at once, each with its name. */
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/config/read-config.ts';
import { type SettingName, settings } from '../../../src/config/settings.ts';
import { ConfigurationError, formatError } from '../../../src/errors.ts';
import { connectionString, findProblems, makeEnvironment, secret, tenantId } from './environment.ts';

const clientId = '22222222-2222-4222-8222-222222222222';
const endpoints = {
  ArchiveStorage: undefined,
  ArchiveStorage__blobServiceUri: 'https://a.blob.core.windows.net',
  ArchiveStorage__queueServiceUri: 'https://a.queue.core.windows.net',
  ArchiveStorage__tableServiceUri: 'https://a.table.core.windows.net',
};

function read(changes: Record<string, string | undefined> = {}) {
  return readConfig(makeEnvironment(changes));
}

test('the required settings alone give every default', () => {
  expect(read()).toEqual({
    tenantId,
    graph: {
      cloud: 'global',
      origin: 'https://graph.microsoft.com',
      apiVersion: 'v1.0',
      scope: 'https://graph.microsoft.com/.default',
      omitNulls: false,
      clientId: undefined,
    },
    publicOrigin: 'https://calls.azurewebsites.net',
    site: { name: undefined, resourceGroup: undefined },
    clientState: { current: secret, previous: undefined },
    storage: { kind: 'connection-string', connectionString },
    subscriptionSchedule: '0 */5 * * * *',
    reconcileSchedule: '0 17 * * * *',
    callReports: ['pstn-calls', 'direct-routing-calls'],
    reportsSchedule: '0 40 3 * * *',
    sealSchedule: '0 10 5 * * *',
    recordConcurrency: 8,
    retryBaseDelayMs: 60_000,
    telemetry: undefined,
  });
});

test.each([
  ['none', []],
  ['sms', ['sms']],
  [' dial-out , pstn-calls,dial-out', ['pstn-calls', 'dial-out']],
])('the call reports %j are read as %j', (text, names) => {
  expect(read({ CALL_REPORTS: text }).callReports).toEqual(names);
});

test.each(['fax', 'pstn-calls,', 'none,sms', 'PSTN-CALLS'])('the call reports %j are refused', (text) => {
  expect(() => read({ CALL_REPORTS: text })).toThrow(
    'CALL_REPORTS must be none, or a comma list of pstn-calls, direct-routing-calls, sms, blocked-users, dial-out',
  );
});

test('every setting that is given is in the configuration', () => {
  const config = read({
    ...endpoints,
    ArchiveStorage__credential: 'managedidentity',
    ArchiveStorage__clientId: clientId,
    GRAPH_API_VERSION: 'beta',
    GRAPH_OMIT_NULLS: 'true',
    AZURE_CLIENT_ID: clientId.toUpperCase(),
    NOTIFICATION_CLIENT_STATE_PREVIOUS: `${secret}-before`,
    SUBSCRIPTION_SCHEDULE: '30 0 1-5/2 * JAN MON-FRI',
    RECONCILE_SCHEDULE: '0 47 */2 * * *',
    RECORD_CONCURRENCY: '64',
    RETRY_BASE_DELAY_SECONDS: '1',
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x;IngestionEndpoint=https://i.example/',
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `Authorization=AAD;ClientId=${clientId}`,
  });
  expect(config.graph).toMatchObject({ apiVersion: 'beta', omitNulls: true, clientId });
  expect(config.clientState).toEqual({ current: secret, previous: `${secret}-before` });
  expect(config.storage).toEqual({
    kind: 'endpoints',
    blob: 'https://a.blob.core.windows.net',
    queue: 'https://a.queue.core.windows.net',
    table: 'https://a.table.core.windows.net',
    clientId,
  });
  expect(config).toMatchObject({
    subscriptionSchedule: '30 0 1-5/2 * JAN MON-FRI',
    reconcileSchedule: '0 47 */2 * * *',
    recordConcurrency: 64,
    retryBaseDelayMs: 1000,
    telemetry: {
      connectionString: 'InstrumentationKey=x;IngestionEndpoint=https://i.example/',
      usesEntraId: true,
      clientId,
    },
  });
});

test('space around a value is not part of it, and a value of space alone is none', () => {
  const config = read({
    GRAPH_TENANT_ID: ` ${tenantId.toUpperCase()}\n`,
    NOTIFICATION_CLIENT_STATE: `\t${secret} `,
    GRAPH_CLOUD: '  ',
    RECORD_CONCURRENCY: '',
    NOTIFICATION_CLIENT_STATE_PREVIOUS: ' ',
  });
  expect(config.tenantId).toBe(tenantId);
  expect(config.clientState).toEqual({ current: secret, previous: undefined });
  expect(config.graph.cloud).toBe('global');
  expect(config.recordConcurrency).toBe(8);
});

test('telemetry bears the names that Azure gives to the app and its instance', () => {
  const telemetry = { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' };
  const azure = { WEBSITE_SITE_NAME: 'calls', WEBSITE_INSTANCE_ID: 'a1' };
  expect(read({ ...telemetry, ...azure }).telemetry?.site).toEqual({ name: 'calls', instanceId: 'a1' });
  expect(read(telemetry).telemetry?.site).toEqual({ name: 'teams-call-archive', instanceId: 'local' });
});

test('telemetry signs in with the system-assigned identity where no other is named', () => {
  const telemetry = { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' };
  expect(read(telemetry).telemetry).toMatchObject({ usesEntraId: false, clientId: undefined });
  const signedIn = { ...telemetry, APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD' };
  expect(read(signedIn).telemetry).toMatchObject({ usesEntraId: true, clientId: undefined });
});

describe('a wrong configuration', () => {
  test('tells every problem at once, each with the name of its setting', () => {
    const problems = findProblems({
      GRAPH_TENANT_ID: undefined,
      NOTIFICATION_CLIENT_STATE: 'short',
      ArchiveStorage: undefined,
      WEBSITE_HOSTNAME: undefined,
      GRAPH_CLOUD: 'mars',
      GRAPH_BASE_URL: 'http://graph.example',
      RECORD_CONCURRENCY: '0',
      SUBSCRIPTION_SCHEDULE: 'hourly',
    });
    const named = problems.map((problem) => /^\w+/.exec(problem)?.[0]);
    expect(named.sort()).toEqual([
      'ArchiveStorage',
      'GRAPH_BASE_URL',
      'GRAPH_CLOUD',
      'GRAPH_TENANT_ID',
      'NOTIFICATION_CLIENT_STATE',
      'PUBLIC_BASE_URL',
      'RECORD_CONCURRENCY',
      'SUBSCRIPTION_SCHEDULE',
    ]);
    const told = formatError(new ConfigurationError(problems, ['az one', 'az two']));
    for (const [i, problem] of problems.entries()) expect(told).toContain(`(${i + 1}) ${problem}`);
    expect(told).toMatch(/ az one ; az two$/);
    // Azure logs each line as a trace of its own.
    expect(told).not.toContain('\n');
  });

  test('an empty environment is told what each required setting must be', () => {
    try {
      readConfig({});
      throw new Error('The empty environment was accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      const text = formatError(error);
      expect(text).toContain('GRAPH_TENANT_ID is missing: it must be the tenant id, a GUID');
      expect(text).toContain(
        'NOTIFICATION_CLIENT_STATE is missing: it must be a secret of 16 to 128 characters',
      );
      expect(text).toContain('PUBLIC_BASE_URL is missing: it must be an origin');
      expect(text).toContain('ArchiveStorage is missing: set it to a connection string');
    }
  });

  test.each([
    ['NOTIFICATION_CLIENT_STATE', 'PSSSST-too-short'.slice(0, 15)],
    ['NOTIFICATION_CLIENT_STATE', 'PSSSST'.repeat(30)],
    ['NOTIFICATION_CLIENT_STATE_PREVIOUS', 'PSSSST'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'key=PSSSST'],
  ])('never shows the value of %s', (name, value) => {
    const problems = findProblems({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).not.toContain('PSSSST');
  });

  test('shows no secret beside other problems', () => {
    const text = findProblems({ GRAPH_CLOUD: 'mars', ...endpoints, ArchiveStorage: connectionString }).join();
    expect(text).toContain('GRAPH_CLOUD');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('AccountKey');
  });

  test.each([
    ['GRAPH_TENANT_ID', 'contoso.onmicrosoft.com'],
    ['GRAPH_API_VERSION', 'v2.0'],
    ['GRAPH_OMIT_NULLS', 'yes'],
    ['AZURE_CLIENT_ID', 'my-identity'],
    ['ArchiveStorage__credential', 'clientsecret'],
    ['ArchiveStorage__clientId', 'my-identity'],
    ['RECORD_CONCURRENCY', '0'],
    ['RECORD_CONCURRENCY', '65'],
    ['RECORD_CONCURRENCY', '8.5'],
    ['RECORD_CONCURRENCY', '-1'],
    ['RECORD_CONCURRENCY', '1e1'],
    ['RECORD_CONCURRENCY', '0x8'],
    ['RETRY_BASE_DELAY_SECONDS', '0'],
    ['RETRY_BASE_DELAY_SECONDS', '3601'],
    ['RETRY_BASE_DELAY_SECONDS', '1 minute'],
    ['SUBSCRIPTION_SCHEDULE', '*/5 * * * *'],
    ['RECONCILE_SCHEDULE', '17 * * * *'],
    ['SUBSCRIPTION_SCHEDULE', '0 */5 * * * * *'],
    ['SUBSCRIPTION_SCHEDULE', '00:05:00'],
    ['SUBSCRIPTION_SCHEDULE', '99s * * * * *'],
    ['SUBSCRIPTION_SCHEDULE', 'a b c d e f'],
    ['SUBSCRIPTION_SCHEDULE', '0 0 0 * * 7'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'AAD'],
    ['ArchiveStorage__blobServiceUri', 'a.blob.core.windows.net'],
    ['ArchiveStorage__queueServiceUri', 'ftp://a.queue.core.windows.net'],
    ['ArchiveStorage__blobServiceUri', 'https://a.queue.core.windows.net'],
    ['ArchiveStorage__queueServiceUri', 'https://A.TABLE.core.usgovcloudapi.net'],
    ['ArchiveStorage__tableServiceUri', 'https://a.z1.blob.storage.azure.net'],
    ['ArchiveStorage__blobServiceUri', 'https://a.dfs.core.windows.net'],
    ['ArchiveStorage__blobServiceUri', 'https://a.blob.core.windows.net/call-records'],
  ])('refuses %s=%s and shows what it is', (name, value) => {
    const problem = findProblems({ [name]: value }).find((text) => text.startsWith(`${name} must be `));
    expect(problem).toContain(JSON.stringify(value));
  });

  test.each<[SettingName, string]>([
    ['GRAPH_TENANT_ID', `{${tenantId}}`],
    ['GRAPH_TENANT_ID', connectionString],
    ['GRAPH_BASE_URL', 'https://anna:PSSSST@graph.example'],
    ['PUBLIC_BASE_URL', 'https://calls.example.org/api?code=PSSSST'],
    ['AZURE_CLIENT_ID', 'PSS~SST'],
    ['AZURE_CLIENT_ID', 'PSSSST+/='],
    ['SUBSCRIPTION_SCHEDULE', '@hourly'],
    ['SUBSCRIPTION_SCHEDULE', '0 */5 * * * ?;x'],
    ['GRAPH_CLOUD', `mars\n  - GRAPH_TENANT_ID is fine`],
    ['GRAPH_CLOUD', 'mars'.repeat(100)],
    ['ArchiveStorage__credential', 'AccountKey=PSSSST'],
    ['ArchiveStorage__blobServiceUri', 'ftp://a.blob.core.windows.net?sv=2026&sig=PSSSST'],
    ['ArchiveStorage__queueServiceUri', 'https://a.queue.core.windows.net?sv=2026&sig=PSSSST'],
    ['ArchiveStorage__tableServiceUri', 'https://anna:PSSSST@a.table.core.windows.net'],
  ])('refuses %s=%s and does not show what could hold a password or a signature', (name, value) => {
    const { form } = settings[name];
    const changes = name.startsWith('ArchiveStorage') ? { ...endpoints, [name]: value } : { [name]: value };
    expect(findProblems(changes)).toEqual([`${name} must be ${form}`]);
  });

  test('refuses a connection string that Azure’s libraries would stumble over, among all other problems', () => {
    const problems = findProblems({ ArchiveStorage: 'AccountKey=PSSSST', GRAPH_CLOUD: 'mars' });
    expect(problems).toEqual([
      expect.stringContaining('GRAPH_CLOUD must be'),
      expect.stringMatching(/^ArchiveStorage must be a connection string: (?!.*PSSSST)/),
    ]);
  });

  test('every problem ends as the list goes on', () => {
    const problems = findProblems({ GRAPH_TENANT_ID: undefined, NOTIFICATION_CLIENT_STATE: undefined });
    expect(problems).toHaveLength(2);
    for (const problem of problems) expect(problem).not.toMatch(/\.$/);
  });

  test.each([
    [15, false],
    [16, true],
    [128, true],
    [129, false],
  ])('a client state of %i characters is accepted: %s', (length, accepted) => {
    const value = 'x'.repeat(length);
    expect(findProblems({ NOTIFICATION_CLIENT_STATE: value })).toHaveLength(accepted ? 0 : 1);
    expect(findProblems({ NOTIFICATION_CLIENT_STATE_PREVIOUS: value })).toHaveLength(accepted ? 0 : 1);
  });
});

describe('the cloud', () => {
  test.each([
    ['global', 'https://graph.microsoft.com'],
    ['usgov-high', 'https://graph.microsoft.us'],
    ['usgov-dod', 'https://dod-graph.microsoft.us'],
  ])('%s has its own origin and its own token scope', (cloud, origin) => {
    const { graph } = read({ GRAPH_CLOUD: cloud });
    expect(graph).toMatchObject({ cloud, origin, scope: `${origin}/.default` });
  });

  test('keeps its token scope where GRAPH_BASE_URL gives another origin', () => {
    const { graph } = read({ GRAPH_CLOUD: 'usgov-high', GRAPH_BASE_URL: 'http://127.0.0.1:8080' });
    expect(graph.origin).toBe('http://127.0.0.1:8080');
    expect(graph.scope).toBe('https://graph.microsoft.us/.default');
  });

  test('china is refused with the reason', () => {
    const [problem] = findProblems({ GRAPH_CLOUD: 'china' });
    expect(problem).toMatch(/^GRAPH_CLOUD .*china is not possible: Graph has no call records there/);
  });
});

describe.each(['GRAPH_BASE_URL', 'PUBLIC_BASE_URL'])('%s', (name) => {
  const readOrigin = (value: string) => {
    const { graph, publicOrigin } = read({ [name]: value });
    return name === 'GRAPH_BASE_URL' ? graph.origin : publicOrigin;
  };

  test.each([
    ['https://example.org', 'https://example.org'],
    ['https://example.org/', 'https://example.org'],
    ['https://Example.ORG:8443', 'https://example.org:8443'],
    ['https://example.org:443', 'https://example.org'],
    ['https://example.org:443/', 'https://example.org'],
    ['http://localhost:7071', 'http://localhost:7071'],
    ['http://127.0.0.1:7071/', 'http://127.0.0.1:7071'],
    ['http://127.0.0.2', 'http://127.0.0.2'],
    ['http://[::1]:7071', 'http://[::1]:7071'],
  ])('%s is the origin %s', (value, origin) => {
    expect(readOrigin(value)).toBe(origin);
  });

  test.each([
    'http://example.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1:7071',
    'http://0.0.0.0:7071',
    'https://example.org/v1.0',
    'https://example.org//',
    'https://example.org?x=1',
    'https://example.org/?',
    'https://example.org#x',
    'https://user@example.org',
    'http://localhost:pass@example.org',
    'ftp://localhost',
    'example.org',
    'https://',
    'javascript:alert(1)',
  ])('%s is refused', (value) => {
    expect(findProblems({ [name]: value }).map((problem) => problem.split(' ')[0])).toEqual([name]);
  });
});

describe('the public origin', () => {
  test('is that of PUBLIC_BASE_URL before that of WEBSITE_HOSTNAME', () => {
    expect(read({ PUBLIC_BASE_URL: 'https://calls.example.org' }).publicOrigin).toBe(
      'https://calls.example.org',
    );
    expect(read({ PUBLIC_BASE_URL: '' }).publicOrigin).toBe('https://calls.azurewebsites.net');
  });

  test.each([undefined, '', ' \t'])('is missing where neither is there, with %j', (blank) => {
    const problems = findProblems({ WEBSITE_HOSTNAME: blank, PUBLIC_BASE_URL: blank });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('PUBLIC_BASE_URL is missing');
  });

  test.each([
    ['Calls.AzureWebsites.net', 'https://calls.azurewebsites.net'],
    [' calls.azurewebsites.net ', 'https://calls.azurewebsites.net'],
    ['localhost:7071', 'https://localhost:7071'],
  ])('with %j as WEBSITE_HOSTNAME is %s', (hostname, origin) => {
    expect(read({ WEBSITE_HOSTNAME: hostname }).publicOrigin).toBe(origin);
  });

  test.each([
    'https://calls.example.org',
    'calls.example.org/api',
    'calls.example.org?x=1',
    'calls.example.org#x',
    'anna@calls.example.org',
    'anna:secret@calls.example.org',
    'calls example org',
    'calls.example.org:99999',
    '<host>',
  ])('does not come from %j as WEBSITE_HOSTNAME', (hostname) => {
    const problems = findProblems({ WEBSITE_HOSTNAME: hostname });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('PUBLIC_BASE_URL is missing');
    const publicOrigin = 'https://calls.example.org';
    expect(read({ WEBSITE_HOSTNAME: hostname, PUBLIC_BASE_URL: publicOrigin })).toMatchObject({
      publicOrigin,
    });
  });

  test('that is wrong is one problem, not two', () => {
    expect(findProblems({ WEBSITE_HOSTNAME: undefined, PUBLIC_BASE_URL: 'example.org' })).toHaveLength(1);
  });
});

describe('the storage', () => {
  test('is a connection string or endpoints, not both', () => {
    const problems = findProblems({ ...endpoints, ArchiveStorage: connectionString });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('exclude each other');
  });

  test.each([
    'ArchiveStorage__blobServiceUri',
    'ArchiveStorage__queueServiceUri',
    'ArchiveStorage__tableServiceUri',
  ])('needs %s beside the two other endpoints', (name) => {
    const problems = findProblems({ ...endpoints, [name]: undefined });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
  });

  test.each<[string, Record<string, string | undefined>, string[]]>([
    [
      'every wrong endpoint, the sign-in and the identity',
      {
        ...endpoints,
        ArchiveStorage__blobServiceUri: 'a.blob.core.windows.net',
        ArchiveStorage__tableServiceUri: 'table',
        ArchiveStorage__credential: 'clientsecret',
        ArchiveStorage__clientId: 'my-identity',
      },
      [
        'ArchiveStorage__blobServiceUri must be',
        'ArchiveStorage__tableServiceUri must be',
        'ArchiveStorage__clientId must be',
        'ArchiveStorage__credential must be',
      ],
    ],
    [
      'a wrong endpoint and those that are missing',
      { ArchiveStorage: undefined, ArchiveStorage__blobServiceUri: 'a.blob.core.windows.net' },
      ['ArchiveStorage__blobServiceUri must be', 'ArchiveStorage is missing'],
    ],
    [
      'a wrong endpoint and that there is a connection string too',
      { ArchiveStorage__queueServiceUri: 'queue' },
      ['ArchiveStorage__queueServiceUri must be', 'ArchiveStorage and ArchiveStorage__…ServiceUri exclude'],
    ],
    [
      'a wrong sign-in and that everything else is missing',
      { ArchiveStorage: ' ', ArchiveStorage__credential: 'clientsecret' },
      ['ArchiveStorage__credential must be', 'ArchiveStorage is missing'],
    ],
  ])('has all its problems told together: %s', (_, changes, beginnings) => {
    const problems = findProblems(changes);
    expect(problems.map((problem, i) => problem.slice(0, beginnings[i]?.length))).toEqual(beginnings);
  });

  test('works with the system-assigned identity where no other is named', () => {
    expect(read(endpoints).storage).toMatchObject({ kind: 'endpoints', clientId: undefined });
  });
});
