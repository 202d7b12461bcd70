/**
 * What the type checker of Bicep cannot know: names that the code relies on, least privilege, no keys, alerts that can
 * fire. Each rule is also shown a change that it must find. The readers' app has its own: reader-infra.test.ts.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { clouds } from '../../src/config/clouds.ts';
import { names } from '../../src/config/names.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { routes } from '../../src/config/routes.ts';
import { type SettingName, settings } from '../../src/config/settings.ts';
import { events } from '../../src/events.ts';
import { metrics } from '../../src/metrics.ts';
import { graphRoles } from '../../src/model/graph-roles.ts';
import { bicepFiles, listIn, parametersIn, readInfra, resourcesIn, textOf } from '../support/infra-files.ts';
import { type AllowedRoles, compareRoles } from '../support/infra-roles.ts';
import { rule, same, unless } from '../support/infra-rule.ts';
import { evaluateSettings, settingNamesIn } from '../support/infra-settings.ts';
import { makeHealthyWorld, readReport, startInstance } from '../unit/health/health-world.ts';

const real = readInfra();
const guid = '7e1a0c2d-0000-4000-8000-0000000000aa';

rule(
  'queues, containers and tables are those of the code',
  (files) => {
    const text = textOf(files, 'names.bicep');
    const { records, reports, proof } = names.containers;
    const immutable = listIn(textOf(files, 'archive-storage.bicep'), 'immutableContainers');
    return [
      ...(['queues', 'containers', 'tables'] as const).flatMap((kind) =>
        unless(same(listIn(text, kind), Object.values(names[kind])), `${kind} differ`),
      ),
      ...unless(same(immutable, [proof, records, reports]), 'other containers are immutable'),
    ];
  },
  [
    ['names.bicep', "'archive-requests-poison'", "'archive-request-poison'"],
    ['names.bicep', "'call-records'", "'callrecords'"],
    ['names.bicep', "'ArchiveState'", "'ArchiveStates', 'Other'"],
    ['archive-storage.bicep', "['call-proof', 'call-records',", "['call-proof', 'call-evidence',"],
  ],
);

rule(
  'the proof alone can be made immutable, and only earlier versions of tables are deleted by a rule',
  (files) => {
    const text = textOf(files, 'archive-storage.bicep');
    const { proof, tables } = names.containers;
    return [
      [
        `if (immutability == 'all' || (immutability == 'proof' && item == '${proof}'))`,
        'it is not told apart',
      ],
      ['immutabilityPeriodSinceCreationInDays: immutabilityDays', 'the days are not the parameter'],
      [`prefixMatch: ['${tables}/']`, 'the rule reaches further'],
      [
        'actions: { version: { delete: { daysAfterCreationGreaterThan: 1 } } }',
        'the rule does something else',
      ],
    ].flatMap(([line = '', problem = '']) => unless(text.split(line).length === 2, problem));
  },
  [
    ['archive-storage.bicep', "item == 'call-proof'))", "item == 'call-records'))"],
    ['archive-storage.bicep', "prefixMatch: ['call-tables/']", "prefixMatch: ['call-']"],
    ['archive-storage.bicep', 'actions: { version:', 'actions: { baseBlob:'],
  ],
);

rule(
  'the archive has each of them, and only those',
  (files) => {
    const resources = resourcesIn(textOf(files, 'archive-storage.bicep'));
    const made = (type: string) =>
      resources
        .filter((one) => one.type.endsWith(type))
        .map(({ body }) => /for item in \w+|(?<=name: )\w+/.exec(body)?.[0]);
    return [
      ['/containers', 'for item in containers', 'accessLogContainer'],
      ['/queues', 'for item in queues'],
      ['/tables', 'for item in tables'],
    ].flatMap(([type = '', ...lists]) =>
      unless(`${made(type)}` === `${lists}`, `${type} are made from ${made(type)}, not from ${lists}`),
    );
  },
  [
    ['archive-storage.bicep', 'for item in queues:', "for item in ['archive-requests']:"],
    ['archive-storage.bicep', 'for item in tables:', 'for item in queues:'],
    ['archive-storage.bicep', '  name: accessLogContainer\n', "  name: 'call-log'\n"],
  ],
);

rule(
  'every setting of the app is given, and no other',
  (files) => {
    const given = settingNamesIn(files, 'main.bicep');
    const host = given.filter((name) => name.startsWith('AzureWebJobsStorage__'));
    const own = given.filter((name) => !name.startsWith('AzureWebJobsStorage__'));
    // The last is read by the telemetry library itself.
    const wanted = [
      ...Object.keys(settings).filter((name) => name !== names.connection),
      'APPLICATION_INSIGHTS_NO_STATSBEAT',
    ];
    return [
      ...wanted.filter((name) => !own.includes(name)).map((name) => `${name} is missing`),
      ...own.filter((name) => !wanted.includes(name)).map((name) => `${name} is not a setting`),
      ...unless(host.includes('AzureWebJobsStorage__credential'), 'the host has no credential'),
    ];
  },
  [
    ['main.bicep', '      RECORD_CONCURRENCY: string(recordConcurrency)\n', ''],
    ['main.bicep', 'GRAPH_OMIT_NULLS:', 'GRAPH_OMITS_NULLS:'],
    ['app.bicep', 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING:', 'OTHER:'],
    ['app.bicep', "AzureWebJobsStorage__credential: 'managedidentity'", ''],
    ['app.bicep', 'APPLICATION_INSIGHTS_NO_STATSBEAT:', 'OTHER:'],
  ],
);

test('the settings that the template gives configure the app', () => {
  const given = evaluateSettings(real, 'main.bicep', {
    graphTenantId: guid,
    cloud: 'global',
    notificationClientState: 'a secret that was made by chance',
    'identity.outputs.clientId': guid,
    'archiveStorage.outputs.blobServiceUri': 'https://account.blob.core.windows.net/',
    'archiveStorage.outputs.queueServiceUri': 'https://account.queue.core.windows.net/',
    'archiveStorage.outputs.tableServiceUri': 'https://account.table.core.windows.net/',
  });
  expect(Object.keys(given).length).toBeGreaterThan(15);

  const config = readConfig({ ...given, WEBSITE_HOSTNAME: 'app.azurewebsites.net' });
  expect(config).toMatchObject({
    tenantId: guid,
    publicOrigin: 'https://app.azurewebsites.net',
    graph: { origin: 'https://graph.microsoft.com', clientId: guid, omitNulls: false },
    storage: { kind: 'endpoints', clientId: guid },
  });
});

const sameDefaults: Record<string, SettingName> = {
  graphApiVersion: 'GRAPH_API_VERSION',
  graphOmitNulls: 'GRAPH_OMIT_NULLS',
  subscriptionSchedule: 'SUBSCRIPTION_SCHEDULE',
  reconcileSchedule: 'RECONCILE_SCHEDULE',
  callReports: 'CALL_REPORTS',
  reportsSchedule: 'REPORTS_SCHEDULE',
  sealSchedule: 'SEAL_SCHEDULE',
  recordConcurrency: 'RECORD_CONCURRENCY',
  retryBaseDelaySeconds: 'RETRY_BASE_DELAY_SECONDS',
};

rule(
  'instances by default are at most 10: all together they settle near Graph’s limit, and delayed messages start no more',
  (files) => {
    const most = parametersIn(textOf(files, 'main.bicep')).find(
      ({ name }) => name === 'maximumInstanceCount',
    );
    const reaches = /^ +maximumInstanceCount: maximumInstanceCount$/m.test(textOf(files, 'app.bicep'));
    return [
      ...unless(Number(most?.default) <= 10, `there are ${most?.default}`),
      ...unless(reaches, 'their number does not reach the app'),
    ];
  },
  [
    ['main.bicep', 'param maximumInstanceCount int = 10', 'param maximumInstanceCount int = 40'],
    ['app.bicep', 'maximumInstanceCount: maximumInstanceCount', 'maximumInstanceCount: 40'],
  ],
);

rule(
  'schedules and other defaults are those of the code',
  (files) => {
    const parameters = parametersIn(textOf(files, 'main.bicep'));
    const find = (name: string) => parameters.find((one) => one.name === name);
    return [
      ...Object.entries(sameDefaults).flatMap(([name, setting]) =>
        unless(
          find(name)?.default?.replaceAll("'", '') === settings[setting].default,
          `${name} differs from ${setting}`,
        ),
      ),
      ...unless(
        find('graphCloud')?.decorators.includes(
          `@allowed([${['', ...Object.keys(clouds)].map((cloud) => `'${cloud}'`).join(', ')}])`,
        ) === true,
        'graphCloud allows other clouds',
      ),
    ];
  },
  [
    ['main.bicep', "'0 17 * * * *'", "'0 16 * * * *'"],
    ['main.bicep', 'param recordConcurrency int = 8', 'param recordConcurrency int = 16'],
    ['main.bicep', "'usgov-high', 'usgov-dod'])", "'usgov-high', 'china'])"],
  ],
);

/** What the app's identity may do. */
const allowedRoles: AllowedRoles = {
  // Defined in the template: the rule below.
  archiveWriter: { scope: 'container[i]' },
  tablesWriter: { scope: 'derived' },
  storageBlobDataOwner: { id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', scope: 'hostStorage' },
  storageQueueDataContributor: { id: '974c5e8b-45b9-4653-ba55-5f855dd0fb88', scope: 'queue[i]' },
  storageTableDataContributor: { id: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3', scope: 'table[i]' },
  monitoringMetricsPublisher: { id: '3913510d-42f4-4e42-8a64-420c390055eb', scope: 'insights' },
};

rule(
  'the identity has the least roles, each at the narrowest scope',
  (files) => compareRoles(files, 'access.bicep', allowedRoles),
  [
    ['access.bicep', 'scope: hostStorage', 'scope: archiveStorage'],
    ['access.bicep', 'scope: derived', 'scope: archiveStorage'],
    ['access.bicep', '    scope: container[i]\n', ''],
    [
      'access.bicep',
      'roleDefinitionId: roleIds.storageQueueDataContributor',
      'roleDefinitionId: roleIds.storageBlobDataOwner',
    ],
    ['access.bicep', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
  ],
);

rule(
  'roles are given in two files only, and no other role is named anywhere',
  (files) => {
    const access = ['access.bicep', 'reader-access.bicep'];
    const knownIds = access.flatMap((path) =>
      [...textOf(files, path).matchAll(/^ {2}\w+: '([0-9a-f-]{36})'$/gm)].map(([, id]) => id),
    );
    const graphItself = '00000003-0000-0000-c000-000000000000';
    return bicepFiles(files).flatMap(([path, text]) => [
      ...unless(
        [...text.matchAll(/roleAssignments@/g)].length ===
          (access.includes(path)
            ? resourcesIn(text).filter(({ type }) => type.endsWith('/roleAssignments')).length
            : 0),
        `${path} has an assignment where no rule sees it`,
      ),
      ...[...text.matchAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi)]
        .filter(([id]) => id !== graphItself && !knownIds.includes(id))
        .map(([id]) => `${path} names ${id}`),
    ]);
  },
  [
    [
      'identity.bicep',
      'output id string',
      "resource more 'Microsoft.Authorization/roleAssignments@2022-04-01' = { name: 'x' }\noutput id string",
    ],
    ['app.bicep', 'reserved: true', "reserved: true, x: 'b24988ac-6180-42a0-ab88-20f7382dd24c'"],
  ],
);

const definedRoles: Record<string, { title: string; allowed: string[] }> = {
  archiveWriter: {
    title: 'Call archive writer',
    allowed: [
      'containers/read',
      'containers/blobs/read',
      'containers/blobs/write',
      'containers/blobs/add/action',
    ],
  },
  tablesWriter: { title: 'Call archive tables writer', allowed: ['containers/blobs/delete'] },
  accessLogWriter: {
    title: 'Call archive access log writer',
    allowed: ['containers/blobs/read', 'containers/blobs/add/action'],
  },
};

rule(
  'the app can delete no blobs but those of tables, and the readers’ app can change none',
  (files) => {
    const roles = bicepFiles(files).flatMap(([, text]) =>
      resourcesIn(text).filter(({ type }) => type === 'Microsoft.Authorization/roleDefinitions'),
    );
    const isUnique = (body: string, title: string) =>
      body.includes('name: guid(resourceGroup().id, archiveStorageName,') &&
      body.includes(`roleName: '${title} \${archiveStorageName}'`) &&
      body.includes('assignableScopes: [resourceGroup().id]');
    return [
      ...unless(
        same(
          roles.map(({ name }) => name),
          Object.keys(definedRoles),
        ),
        'another role is defined',
      ),
      ...roles.flatMap(({ name, body }) => {
        const { title = '', allowed = [] } = definedRoles[name] ?? {};
        const found = [...body.matchAll(/'(Microsoft\.Storage\/[^']*|\*)'/g)].map(([, action = '']) =>
          action.replace('Microsoft.Storage/storageAccounts/blobServices/', ''),
        );
        return [
          ...unless(same(found, allowed), `${name} allows ${found}`),
          ...unless(isUnique(body, title), `${name} is not unique, or it can be assigned elsewhere`),
        ];
      }),
      ...unless(
        textOf(files, 'access.bicep').includes(`  name: '${names.containers.tables}'\n`),
        'deleting is allowed elsewhere',
      ),
    ];
  },
  [
    ['access.bicep', 'containers/blobs/add/action', 'containers/blobs/delete'],
    ['access.bicep', "containers/blobs/write'", "containers/blobs/*'"],
    ['access.bicep', "actions: ['Microsoft.Storage", "actions: ['*', 'Microsoft.Storage"],
    ['access.bicep', 'Call archive writer ', 'Call archive writer'],
    ['access.bicep', "  name: 'call-tables'", "  name: 'call-records'"],
    ['access.bicep', '[resourceGroup().id]', '[subscription().id]'],
    ['reader-access.bicep', 'containers/blobs/add/action', 'containers/blobs/write'],
  ],
);

rule(
  'no key, no connection string and no secret is in a template or in its outputs',
  (files) =>
    bicepFiles(files).flatMap(([path, text]) => [
      ...unless(
        !/listKeys|listAccountSas|AccountKey|SharedAccessSignature|DefaultEndpoints/i.test(text),
        `${path} names a key`,
      ),
      ...[...text.matchAll(/^output .*$/gm)]
        .filter(([line]) => /clientState|ConnectionString|InstrumentationKey|Key\b/i.test(line))
        .map(([line]) => `${path}: ${line}`),
      ...resourcesIn(text)
        .filter(
          ({ type, body }) => type === 'Microsoft.Storage/storageAccounts' && !body.includes(' existing '),
        )
        .flatMap(({ body }) =>
          ['allowSharedKeyAccess: false', 'allowBlobPublicAccess: false', "minimumTlsVersion: 'TLS1_2'"]
            .filter((line) => !body.includes(line))
            .map((line) => `${path} lacks ${line}`),
        ),
      ...unless(!/publicAccess: '(?!None')/.test(text), `${path} opens a container`),
    ]),
  [
    ['app.bicep', 'insights.properties.ConnectionString', 'hostStorage.listKeys().keys[0].value'],
    ['main.bicep', 'output APP_NAME string = app.outputs.name', 'output S string = notificationClientState'],
    ['host-storage.bicep', 'allowSharedKeyAccess: false', 'allowSharedKeyAccess: true'],
    ['archive-storage.bicep', "'TLS1_2'", "'TLS1_0'"],
    ['archive-storage.bicep', '    allowBlobPublicAccess: false\n', ''],
    ['archive-storage.bicep', "publicAccess: 'None'", "publicAccess: 'Blob'"],
  ],
);

rule(
  'the client state is required, secret and long',
  (files) => {
    const [secret] = parametersIn(textOf(files, 'main.bicep')).filter(
      ({ name }) => name === 'notificationClientState',
    );
    return [
      ...unless(secret?.default === undefined, 'it has a default'),
      ...['@secure()', '@minLength(32)', '@maxLength(128)']
        .filter((decorator) => !secret?.decorators.includes(decorator))
        .map((decorator) => `${decorator} is missing`),
      ...unless(
        /@secure\(\)\nparam appSettings object/.test(textOf(files, 'app.bicep')),
        'the module shows it',
      ),
    ];
  },
  [
    ['main.bicep', 'param notificationClientState string', "param notificationClientState string = 'x'"],
    ['main.bicep', '@minLength(32)', '@minLength(16)'],
    ['app.bicep', '@secure()\nparam appSettings', 'param appSettings'],
  ],
);

rule(
  'telemetry takes no keys, and what is lost by mistake can be brought back',
  (files) =>
    [
      ['monitoring.bicep', 'DisableLocalAuth: true'],
      ['monitoring.bicep', 'disableLocalAuth: true'],
      ['archive-storage.bicep', 'isVersioningEnabled: true'],
      ['archive-storage.bicep', ' deleteRetentionPolicy: { enabled: true'],
      ['archive-storage.bicep', 'containerDeleteRetentionPolicy: { enabled: true'],
      ['archive-storage.bicep', "level: 'CanNotDelete'"],
      ['app.bicep', 'httpsOnly: true'],
      ['app.bicep', "for policy in ['ftp', 'scm']"],
      ['main.bicep', 'param archiveLock bool = true'],
      ['main.bicep', "param archiveImmutability string = 'off'"],
      ['main.bicep', "param network string = 'public'"],
      ['main.bicep', 'param alwaysReadyHttp int = 1'],
    ].flatMap(([path = '', line = '']) =>
      unless(textOf(files, path).includes(line), `${path} lacks ${line}`),
    ),
  [
    ['monitoring.bicep', 'DisableLocalAuth: true', 'DisableLocalAuth: false'],
    ['archive-storage.bicep', 'isVersioningEnabled: true', 'isVersioningEnabled: false'],
    ['main.bicep', 'param archiveLock bool = true', 'param archiveLock bool = false'],
  ],
);

rule(
  'each parameter says what it means and what it may be',
  (files) =>
    parametersIn(textOf(files, 'main.bicep')).flatMap(({ name, type, decorators, default: value }) => {
      const isFree = ['graphBaseUrl', 'publicBaseUrl', 'readerPublicBaseUrl'].includes(name);
      const hasBounds = {
        string: /@allowed|@maxLength/,
        int: /@allowed|@maxValue/,
        'string[]': /@maxLength/,
        bool: /^/,
        object: /^/,
      }[type];
      return [
        ...unless(/^@description\('.{10,}'\)$/m.test(decorators), `${name} is not described`),
        ...unless(isFree || hasBounds?.test(decorators) === true, `${name} has no bounds`),
        ...unless(value !== undefined || name === 'notificationClientState', `${name} has no default`),
      ];
    }),
  [
    ['main.bicep', "@description('Alerts on. Off while the app is paused.')\n", ''],
    ['main.bicep', '@maxValue(64)\n', ''],
    ['main.bicep', "@allowed(['22', '24'])\n", ''],
    ['main.bicep', 'param alerts bool = true', 'param alerts bool'],
  ],
);

const src = new URL('../../src', import.meta.url).pathname;
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => join(src, path))
  .filter((path) => statSync(path).isFile())
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

rule(
  'each alert and each chart asks for events and facts that exist',
  (files) => {
    const queries = [...files].filter(([path]) => path.endsWith('.kql'));
    const loaded = bicepFiles(files).flatMap(([, text]) =>
      [...text.matchAll(/loadTextContent\('([^']+\.kql)'\)/g)].map(([, path]) => path ?? ''),
    );
    return [
      ...unless(
        same(
          loaded,
          queries.map(([path]) => path),
        ),
        'queries and their use differ',
      ),
      ...queries.flatMap(([path, text]) => {
        const asked = [...text.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, name]) => name ?? '');
        const facts = [...text.matchAll(/custom(?:Dimensions|Measurements)\["(\w+)"\]/g)].map(
          ([, fact]) => fact ?? '',
        );
        return [
          ...unless(asked.length > 0, `${path} asks for no event`),
          ...asked
            .filter((name) => !(name in events) && !(name in metrics))
            .map((name) => `${path}: no event ${name}`),
          ...facts
            .filter((fact) => !new RegExp(`\\b${fact}\\b\\??\\s*[:,]`).test(sources))
            .map((fact) => `${path}: no fact ${fact}`),
        ];
      }),
    ];
  },
  [
    ['queries/alerts/poison.kql', 'archiving.poison-noted', 'archiving.poison-seen'],
    ['queries/charts/lag.kql', '"lag_ms"', '"lag_milliseconds"'],
    ['queries/charts/throttling.kql', 'graph.request-time', 'graph.time'],
    ['alerts.bicep', 'queries/alerts/not-running.kql', 'queries/alerts/poison.kql'],
  ],
);

const { checks } = await readReport(startInstance(makeHealthyWorld()).receiveStatus());
const healthChecks = new Set(checks.map(({ name }) => name));

rule(
  'each alert of a check names one that the app makes',
  (files) => {
    const text = textOf(files, 'alerts.bicep');
    const asked = [...text.matchAll(/\{ name: '([\w-]+)', severity: [0-4], title: /g)].map(
      ([, name]) => name ?? '',
    );
    return [
      ...unless(asked.length >= 5, `only ${asked.length} were read`),
      ...asked.filter((name) => !healthChecks.has(name)).map((name) => `no check ${name}`),
      ...unless(text.includes("check-failed.kql'), 'CHECK-NAME', item.name)"), 'the query is not filled in'),
      ...unless(
        textOf(files, 'queries/alerts/check-failed.kql').includes('"CHECK-NAME"'),
        'nothing to fill in',
      ),
    ];
  },
  [
    ['alerts.bicep', "name: 'graph-permission'", "name: 'permission'"],
    ['queries/alerts/check-failed.kql', '"CHECK-NAME"', '"check"'],
  ],
);

const handbook = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

rule(
  'each alert names the heading that says what to do',
  (files) => {
    const text = textOf(files, 'alerts.bicep');
    const alerts = [...text.matchAll(/\btitle: '/g)].length;
    const headings = [...text.matchAll(/\bsee: '([^']*)'/g)].map(([, heading]) => heading);
    return [
      ...unless(
        headings.length >= 10 && headings.length === alerts,
        `${headings.length} of ${alerts} name one`,
      ),
      ...headings
        .filter((heading) => !new RegExp(`^##+ ${heading}$`, 'm').test(handbook))
        .map((heading) => `no heading ${heading}`),
    ];
  },
  [
    ['alerts.bicep', "see: 'A record is lost'", "see: 'A record was lost'"],
    ['alerts.bicep', "    see: 'Checks'\n", ''],
  ],
);

rule(
  'each alert of an event fires by its rows, calls the people, and its query carries its name',
  (files) => {
    const text = textOf(files, 'alerts.bicep');
    const rules = [
      ...text.matchAll(
        /name: '([\w-]+)'\n\s+title: .*\n\s+see: .*\n\s+severity: [0-4]\n.*\n.*\n\s+query: loadTextContent\('([^']+\.kql)'\)/g,
      ),
    ];
    return [
      ...unless(rules.length >= 5, `only ${rules.length} rules were read`),
      ...rules.flatMap(([, name = '', query = '']) =>
        unless(query === `queries/alerts/${name}.kql`, `${name} asks ${query}`),
      ),
      ...[
        'concat(ofChecks, ofEvents, hasReader ? ofReader : [])',
        "operator: 'GreaterThan'",
        'threshold: 0',
        'actionGroups: concat(',
        'enabled: isOn',
      ]
        .filter((line) => !text.includes(line))
        .map((line) => `${line} is missing`),
    ];
  },
  [
    ['alerts.bicep', "queries/alerts/poison.kql')", "queries/alerts/record-lost.kql')"],
    ['alerts.bicep', 'concat(ofChecks, ofEvents,', 'concat(ofEvents,'],
    ['alerts.bicep', 'threshold: 0', 'threshold: 5'],
    ['alerts.bicep', 'enabled: isOn', 'enabled: false'],
  ],
);

rule(
  'the site has no property that a Flex Consumption plan refuses (error 51021), and what replaces them',
  (files) => {
    const text = textOf(files, 'app.bicep');
    const [, siteConfig = ''] = /siteConfig: \{\n([\s\S]*?)\n {4}\}/.exec(text) ?? [];
    const properties = [...siteConfig.matchAll(/^\s*(\w+):/gm)].map(([, name]) => name ?? '');
    return [
      ...unless(same(properties, ['minTlsVersion', 'scmMinTlsVersion']), `siteConfig has ${properties}`),
      ...[
        "runtime: { name: 'node', version: nodeVersion }",
        "type: 'blobContainer'",
        "type: 'UserAssignedIdentity'",
        'userAssignedIdentityResourceId: identityId',
        "[{ name: 'http', instanceCount: alwaysReadyHttp }]",
        "sku: { name: 'FC1', tier: 'FlexConsumption' }",
      ]
        .filter((line) => !text.includes(line))
        .map((line) => `${line} is missing`),
    ];
  },
  [
    ['app.bicep', "scmMinTlsVersion: '1.2'", "scmMinTlsVersion: '1.2'\n      ftpsState: 'Disabled'"],
    ['app.bicep', "minTlsVersion: '1.2'", "linuxFxVersion: 'NODE|24'"],
    ['app.bicep', "type: 'UserAssignedIdentity'", "type: 'SystemAssignedIdentity'"],
    ['app.bicep', "{ name: 'http', instanceCount", "{ name: 'https', instanceCount"],
  ],
);

rule(
  'private endpoints of one account are made one after the other, by what the app uses of it',
  (files) => {
    const text = textOf(files, 'network.bicep');
    const archive = [...text.matchAll(/storageId: archiveStorageId, service: (\d)/g)].map(([, i]) => i ?? '');
    return [
      ...['endpoint', 'zoneGroup'].flatMap((name) =>
        unless(text.includes(`@batchSize(1)\nresource ${name} `), `${name} is made all at once`),
      ),
      ...unless(same(archive, ['0', '1', '2']), 'the archive is not reached for each of its services'),
      ...unless(
        text.split("serviceName: 'Microsoft.App/environments'").length === 3,
        'the subnets of the two apps are not for Flex',
      ),
      ...unless(
        /^module privateNetwork .*\n.*\n\s+dependsOn: \[access, readerAccess\]$/m.test(
          textOf(files, 'main.bicep'),
        ),
        'role assignments of the accounts are made at the same time',
      ),
    ];
  },
  [
    ['network.bicep', '@batchSize(1)\nresource endpoint', 'resource endpoint'],
    ['network.bicep', 'storageId: archiveStorageId, service: 2', 'storageId: hostStorageId, service: 2'],
    ['network.bicep', 'Microsoft.App/environments', 'Microsoft.Web/serverFarms'],
    ['main.bicep', '  dependsOn: [access, readerAccess]\n', ''],
  ],
);

const minutes = (period: string) => {
  const [, count = '', unit = ''] = /^PT(\d+)([MH])$/.exec(period) ?? [];
  return Number(count) * (unit === 'H' ? 60 : 1);
};

rule(
  'each alert looks back further than to its run before, so that what arrives late is seen',
  (files) => {
    const periods = [
      ...textOf(files, 'alerts.bicep').matchAll(/every: '(PT\w+)'\n\s+window: '(PT\w+)'/g),
    ].map(([, every = '', window = '']) => ({ every: minutes(every), window: minutes(window) }));
    return [
      ...unless(periods.length >= 6, `only ${periods.length} were read`),
      ...periods
        .filter(({ every, window }) => !(window > every))
        .map(({ every, window }) => `every ${every} minutes it looks back ${window}`),
    ];
  },
  [
    ['alerts.bicep', "window: 'PT30M'", "window: 'PT15M'"],
    ['alerts.bicep', "window: 'PT2H'", "window: 'PT1H'"],
  ],
);

test.each(['host.json', 'functions/reader/host.json'])(
  'anonymous requests cannot flood the telemetry: %s samples everything but exceptions',
  (path) => {
    const host = JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
    expect(host.logging.applicationInsights.samplingSettings).toEqual({
      isEnabled: true,
      maxTelemetryItemsPerSecond: 5,
      excludedTypes: 'Exception',
    });
  },
);

rule(
  'a cap of the telemetry reaches the workspace',
  (files) => [
    ...unless(
      textOf(files, 'monitoring.bicep').includes('workspaceCapping: { dailyQuotaGb: dailyCapGb }'),
      'the workspace has no cap',
    ),
    ...unless(
      textOf(files, 'main.bicep').includes('    dailyCapGb: telemetryDailyCapGb\n'),
      'its parameter does not reach it',
    ),
  ],
  [
    ['monitoring.bicep', 'dailyQuotaGb: dailyCapGb', 'dailyQuotaGb: -1'],
    ['main.bicep', 'dailyCapGb: telemetryDailyCapGb', 'dailyCapGb: -1'],
  ],
);

describe('the guide', () => {
  const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const grants = ['grant-graph.sh', 'grant-graph.ps1', 'graph-grant.bicep'].map((name) =>
    readFileSync(new URL(`../../infra/grant/${name}`, import.meta.url), 'utf8'),
  );

  test('explains every variable that the parameters are read from', () => {
    const variables = [...textOf(real, 'main.bicepparam').matchAll(/readEnvironmentVariable\('(\w+)'/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !name.startsWith('AZURE_'));
    expect(variables.length).toBeGreaterThan(8);
    expect(variables.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test('and has the defaults of the template for them', () => {
    const defaults = new Map(parametersIn(textOf(real, 'main.bicep')).map((one) => [one.name, one.default]));
    const read = textOf(real, 'main.bicepparam').matchAll(
      /^param (\w+) = (?:int\(|bool\()?readEnvironmentVariable\('\w+', ('[^']*')\)/gm,
    );
    const pairs = [...read].map(([, name = '', value = '']) => [
      defaults.get(name)?.replaceAll("'", ''),
      value.slice(1, -1),
    ]);
    expect(pairs.length).toBeGreaterThan(8);
    for (const [ofTemplate, ofVariable] of pairs) expect(ofVariable).toBe(ofTemplate);
  });

  test('says how to see which Node.js a region offers, and what to do where that is not the newest', () => {
    const [, allowed] =
      /@allowed\(\[(.*)\]\)\nparam nodeVersion string/.exec(textOf(real, 'main.bicep')) ?? [];
    expect(allowed).toBe("'22', '24'");
    expect(guide).toMatch(/^az functionapp list-flexconsumption-runtimes .*--runtime node/m);
    expect(guide).toContain('`CALL_ARCHIVE_NODE=22`');
  });

  test('calls routes of the app only', () => {
    const called = [...guide.matchAll(/\/api\/(\w+)/g)].map(([, route]) => route);
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((route) => !Object.values<string | undefined>(routes).includes(route))).toEqual([]);
  });

  test('and the three ways to grant know the roles of the app, and no other', () => {
    for (const text of grants) {
      const named = new Set(
        [...text.matchAll(/\b[A-Z]\w+(?:-\w+)?\.Read(?:Write)?\.All\b/g)].map(([role]) => role),
      );
      // Two that the person who grants signs in with.
      for (const own of ['Application.Read.All', 'AppRoleAssignment.ReadWrite.All']) named.delete(own);
      expect([...named].sort()).toEqual(Object.keys(graphRoles).sort());
    }
  });
});
