/**
 * The readers' app in infra/: it may read and append, nothing else; nobody reaches it but through the sign-in; the
 * archiving app and it share nothing.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { names } from '../../src/config/names.ts';
import { readReaderConfig } from '../../src/config/read-reader-config.ts';
import { readerSettings } from '../../src/config/reader-settings.ts';
import { readerRoles } from '../../src/web/access/rights.ts';
import {
  bicepFiles,
  type InfraFiles,
  listIn,
  parametersIn,
  readInfra,
  textOf,
} from '../support/infra-files.ts';
import { compareRoles } from '../support/infra-roles.ts';
import { rule, same, unless } from '../support/infra-rule.ts';
import { evaluateSettings, settingNamesIn } from '../support/infra-settings.ts';

const { records, reports, proof, tables } = names.containers;
const accessLog = names.readerContainers.access;

/** The declaration of a module in main.bicep. */
const moduleIn = (files: InfraFiles, name: string) =>
  new RegExp(`^module ${name} [^]*?^}`, 'm').exec(textOf(files, 'main.bicep'))?.[0] ?? '';

rule(
  'its identity reads what readers may see, appends to the access log, and can do nothing else',
  (files) => {
    const text = textOf(files, 'reader-access.bicep');
    return [
      ...compareRoles(files, 'reader-access.bicep', {
        storageBlobDataOwner: { id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', scope: 'hostStorage' },
        storageBlobDataReader: { id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', scope: 'container[i]' },
        storageTableDataReader: { id: '76199698-9eea-4c19-bc75-cec21354c6b6', scope: 'table[i]' },
        accessLogWriter: { scope: 'accessLog' },
        monitoringMetricsPublisher: { id: '3913510d-42f4-4e42-8a64-420c390055eb', scope: 'insights' },
      }),
      ...unless(
        same(listIn(text, 'readContainers'), [records, reports, proof, tables]),
        'other containers are read',
      ),
      ...unless(
        same(listIn(text, 'readTables'), [names.tables.index, names.tables.people]),
        'other tables are read',
      ),
      ...unless(text.includes('  name: accessLogContainer\n'), 'the log is another container'),
    ];
  },
  [
    ['reader-access.bicep', "'call-tables']", "'call-tables', 'call-evidence']"],
    ['reader-access.bicep', "['CallIndex', 'People']", "['CallIndex', 'ArchiveState']"],
    ['reader-access.bicep', '  scope: accessLog\n', '  scope: archiveStorage\n'],
    ['reader-access.bicep', '  name: accessLogContainer\n', "  name: 'call-records'\n"],
    [
      'reader-access.bicep',
      'roleDefinitionId: roleIds.storageTableDataReader',
      'roleDefinitionId: roleIds.storageBlobDataOwner',
    ],
    ['reader-access.bicep', '76199698-9eea-4c19-bc75-cec21354c6b6', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'],
    ['reader-access.bicep', '    principalId: principalId\n', "    principalId: 'other'\n"],
  ],
);

rule(
  'the access log is a container that the archiving app has no right on',
  (files) => {
    const text = textOf(files, 'names.bicep');
    return [
      ...unless(text.includes(`var accessLogContainer = '${accessLog}'`), 'it has another name'),
      ...unless(!listIn(text, 'containers').includes(accessLog), 'the archiving app writes it'),
      ...unless(!textOf(files, 'access.bicep').includes('accessLog'), 'the archiving app has a right on it'),
    ];
  },
  [
    ['names.bicep', "'call-access'", "'call-log'"],
    ['names.bicep', "'call-proof', 'call-tables']", "'call-proof', 'call-tables', 'call-access']"],
  ],
);

rule(
  'files of the access log are deleted only where days are given, and no other file by that rule',
  (files) => {
    const text = textOf(files, 'archive-storage.bicep');
    return [
      ...unless(
        text.includes('concat([earlierVersionsOfTables], accessLogDays > 0 ? [oldAccessLog] : [])'),
        'it is deleted without days',
      ),
      ...unless(
        text.includes("{ blobTypes: ['appendBlob'], prefixMatch: ['call-access/'] }"),
        'the rule reaches further',
      ),
      ...unless(
        parametersIn(textOf(files, 'main.bicep')).find(({ name }) => name === 'accessLogDays')?.default ===
          '0',
        'it is deleted unasked',
      ),
    ];
  },
  [
    ['archive-storage.bicep', 'accessLogDays > 0 ? [oldAccessLog]', 'accessLogDays >= 0 ? [oldAccessLog]'],
    ['archive-storage.bicep', "prefixMatch: ['call-access/']", "prefixMatch: ['call-']"],
    ['main.bicep', 'param accessLogDays int = 0', 'param accessLogDays int = 30'],
  ],
);

rule(
  'it is there only where it was asked for',
  (files) => [
    ...unless(
      textOf(files, 'main.bicep').includes('param deployReader bool = false\n'),
      'it is deployed unasked',
    ),
    ...['readerIdentity', 'readerHostStorage', 'readerAccess', 'reader'].flatMap((name) =>
      unless(moduleIn(files, name).includes(".bicep' = if (deployReader) {"), `${name} is there always`),
    ),
  ],
  [
    ['main.bicep', 'param deployReader bool = false', 'param deployReader bool = true'],
    ['main.bicep', "'reader.bicep' = if (deployReader)", "'reader.bicep' ="],
  ],
);

rule(
  'it has an identity and a host storage of its own, and names nothing of the archiving app',
  (files) => [
    ...['readerAccess', 'reader'].flatMap((name) =>
      unless(
        !/\b(?:identity|hostStorage|app)(?:!|\.outputs)/.test(moduleIn(files, name)),
        `${name} has the other app's`,
      ),
    ),
    ...['access', 'app'].flatMap((name) =>
      unless(!moduleIn(files, name).includes('reader'), `${name} has the reader's`),
    ),
    ...unless(
      !/NOTIFICATION|CALL_ARCHIVE_KEY|AZURE_CLIENT_ID|queueServiceUri/.test(textOf(files, 'reader.bicep')),
      'it has settings of the other app',
    ),
  ],
  [
    ['main.bicep', 'identityId: readerIdentity!.outputs.id', 'identityId: identity.outputs.id'],
    [
      'main.bicep',
      'hostStorageName: readerHostStorage!.outputs.name',
      'hostStorageName: hostStorage.outputs.name',
    ],
    ['reader.bicep', 'GRAPH_TENANT_ID:', 'AZURE_CLIENT_ID: identityClientId\n      GRAPH_TENANT_ID:'],
  ],
);

/** What the platform, the host and the telemetry library read themselves. */
const ofThePlatform = [
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'AzureWebJobsDisableHomepage',
  'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
  'WEBSITE_AUTH_AAD_ALLOWED_TENANTS',
];

rule(
  'every setting of the app is given, and no other',
  (files) => {
    const given = settingNamesIn(files, 'reader.bicep').filter(
      (name) => !name.startsWith('AzureWebJobsStorage__'),
    );
    const own = Object.keys(readerSettings).filter((name) => name !== names.connection);
    return unless(same(given, [...own, ...ofThePlatform]), `given are ${given}`);
  },
  [
    ['reader.bicep', '      READER_TIME_ZONE: timeZone\n', ''],
    ['reader.bicep', '      READER_CLIENT_ID: clientId\n', ''],
    ['reader.bicep', 'READER_ASK_TICKET:', 'READER_ASKS_TICKET:'],
    ['reader.bicep', 'AzureWebJobsDisableHomepage:', 'AzureWebJobsHomepage:'],
  ],
);

test('the settings that the template gives configure the app', () => {
  const guid = '7e1a0c2d-0000-4000-8000-0000000000aa';
  const settings = evaluateSettings(readInfra(), 'reader.bicep', {
    graphTenantId: guid,
    'tenant().tenantId': guid,
    identityClientId: guid,
    clientId: guid,
    publicBaseUrl: '',
    blobServiceUri: 'https://account.blob.core.windows.net/',
    tableServiceUri: 'https://account.table.core.windows.net/',
    askTicket: 'true',
    timeZone: 'Europe/Berlin',
  });
  expect(readReaderConfig({ ...settings, WEBSITE_HOSTNAME: 'reader.azurewebsites.net' })).toMatchObject({
    tenantId: guid,
    publicOrigin: 'https://reader.azurewebsites.net',
    clientId: guid,
    asksTicket: true,
    timeZone: 'Europe/Berlin',
    storage: { kind: 'endpoints', clientId: guid },
  });
});

rule(
  'its defaults are those of the code',
  (files) => {
    const parameters = parametersIn(textOf(files, 'main.bicep'));
    const byDefault = (name: string) => parameters.find((one) => one.name === name)?.default;
    return [
      ...unless(
        byDefault('readerTimeZone') === `'${readerSettings.READER_TIME_ZONE.default}'`,
        'the time zone differs',
      ),
      ...unless(
        byDefault('readerAskTicket') === readerSettings.READER_ASK_TICKET.default,
        'the ticket differs',
      ),
    ];
  },
  [
    ['main.bicep', "param readerTimeZone string = 'UTC'", "param readerTimeZone string = 'Europe/Berlin'"],
    ['main.bicep', 'param readerAskTicket bool = false', 'param readerAskTicket bool = true'],
  ],
);

rule(
  'nobody passes but by the sign-in of this tenant, and no secret is part of it',
  (files) =>
    [
      'platform: { enabled: true }',
      'requireAuthentication: true\n',
      "unauthenticatedClientAction: isRegistered ? 'RedirectToLoginPage' : 'Return403'",
      "excludedPaths: ['/healthz']\n",
      'httpSettings: { requireHttps: true }',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that of Bicep
      "openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'",
      "clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'",
      'azureActiveDirectory: isRegistered\n',
      'validation: { allowedAudiences: [clientId] }',
      ': { enabled: false }',
      'tokenStore: { enabled: false }',
    ]
      .filter((line) => !textOf(files, 'reader-sign-in.bicep').includes(line))
      .map((line) => `${line} is missing`)
      .concat(
        unless(
          textOf(files, 'reader.bicep').includes(
            'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId\n',
          ) &&
            textOf(files, 'reader.bicep').includes('WEBSITE_AUTH_AAD_ALLOWED_TENANTS: tenant().tenantId\n'),
          'the settings of the sign-in are missing',
        ),
        unless(
          /^module signIn 'reader-sign-in\.bicep' = \{\n {2}params: \{ siteName: app\.outputs\.name,/m.test(
            textOf(files, 'reader.bicep'),
          ),
          'the sign-in is not before the app',
        ),
      ),
  [
    ['reader-sign-in.bicep', 'requireAuthentication: true', 'requireAuthentication: false'],
    ['reader-sign-in.bicep', 'platform: { enabled: true }', 'platform: { enabled: false }'],
    ['reader-sign-in.bicep', "'Return403'", "'AllowAnonymous'"],
    ['reader-sign-in.bicep', "['/healthz']", "['/healthz', '/calls']"],
    ['reader-sign-in.bicep', 'tenant().tenantId}/v2.0', 'common}/v2.0'],
    ['reader-sign-in.bicep', "'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'", "'READER_SECRET'"],
    ['reader.bicep', 'WEBSITE_AUTH_AAD_ALLOWED_TENANTS', 'OTHER'],
    [
      'reader.bicep',
      "module signIn 'reader-sign-in.bicep' = {",
      "module signIn 'reader-sign-in.bicep' = if (false) {",
    ],
  ],
);

rule(
  'each app has the name in its package’s service of azure.yaml',
  (files) => {
    const services = bicepFiles(files).flatMap(([, text]) =>
      [...text.matchAll(/^ *serviceName: '(app|reader)'$/gm)].map(([, name]) => name ?? ''),
    );
    return [
      ...unless(same(services, ['app', 'reader']), `there are ${services}`),
      ...unless(textOf(files, 'app.bicep').includes("'azd-service-name': serviceName"), 'no app has a name'),
    ];
  },
  [['reader.bicep', "serviceName: 'reader'", "serviceName: 'app'"]],
);

test('azd deploys the package only where the infrastructure says that the app is there', () => {
  const project = readFileSync(new URL('../../azure.yaml', import.meta.url), 'utf8');
  const [, service = ''] = /^ {2}reader:\n((?: {4}.*\n)+)/m.exec(project) ?? [];
  const [, variable = ''] = /^ {4}condition: \$\{(\w+)\}$/m.exec(service) ?? [];
  expect(service).toContain('project: ./dist-reader\n');
  expect(project).toMatch(/^requiredVersions:\n {2}azd: ">= /m);
  expect(textOf(readInfra(), 'main.bicep')).toContain(
    `output ${variable} string = deployReader ? 'true' : 'false'\n`,
  );
});

test('what is granted in Microsoft Graph is granted to the archiving app alone', () => {
  const granting = ['grant/grant-graph.sh', 'grant/grant-graph.ps1', 'grant/graph-grant.bicep'].map((path) =>
    readFileSync(new URL(`../../infra/${path}`, import.meta.url), 'utf8'),
  );
  const registering = [
    'grant-reader.sh',
    'grant-reader.ps1',
    'reader-grant.bicep',
    'reader-registration.json',
  ].map((name) => readFileSync(new URL(`../../infra/grant/${name}`, import.meta.url), 'utf8'));
  for (const text of granting) expect(text).not.toMatch(/reader/i);
  for (const text of registering) expect(text).not.toMatch(/CallRecord|requiredResourceAccess/);
});

test('the registration has the roles of the code, for people and programs, and so has the guide', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const { appRoles } = JSON.parse(read('infra/grant/reader-registration.json'));
  expect(appRoles.map(({ value }: { value: string }) => value)).toEqual(Object.keys(readerRoles));
  expect(new Set(appRoles.map(({ id }: { id: string }) => id)).size).toBe(appRoles.length);
  for (const role of appRoles)
    expect(role).toMatchObject({ allowedMemberTypes: ['User', 'Application'], isEnabled: true });
  const guide = read('docs/reader.md');
  expect(Object.keys(readerRoles).filter((role) => !guide.includes(`| \`${role}\` |`))).toEqual([]);
});
