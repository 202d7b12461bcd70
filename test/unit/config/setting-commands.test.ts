/** The commands that correct a configuration which stopped the app. */
import { expect, test } from '@jest/globals';
import { makeSettingCommands } from '../../../src/config/setting-commands.ts';
import { settings } from '../../../src/config/settings.ts';
import { findProblems, makeEnvironment } from './environment.ts';

const site = { name: 'calls', resourceGroup: 'group' };
const set = 'az functionapp config appsettings set --resource-group group --name calls --settings';
const remove = 'az functionapp config appsettings delete --resource-group group --name calls --setting-names';

const cases: [what: string, changes: Record<string, string | undefined>, commands: string[]][] = [
  ['a bad schedule', { RECONCILE_SCHEDULE: 'hourly' }, [`${set} "RECONCILE_SCHEDULE=0 17 * * * *"`]],
  [
    'a missing secret and tenant',
    { NOTIFICATION_CLIENT_STATE: '', GRAPH_TENANT_ID: 'contoso' },
    [
      `${set} "GRAPH_TENANT_ID=$(az account show --query tenantId -o tsv)" "NOTIFICATION_CLIENT_STATE=$(openssl rand -hex 32)"`,
    ],
  ],
  [
    'a wrong secret of before, and a wrong number',
    { NOTIFICATION_CLIENT_STATE_PREVIOUS: 'short', RECORD_CONCURRENCY: 'many' },
    [`${set} "RECORD_CONCURRENCY=8"`, `${remove} NOTIFICATION_CLIENT_STATE_PREVIOUS`],
  ],
  [
    'no storage',
    { ArchiveStorage: undefined },
    [
      `${set} ${['blob', 'queue', 'table']
        .map(
          (service) => `"ArchiveStorage__${service}ServiceUri=https://$ACCOUNT.${service}.core.windows.net"`,
        )
        .join(' ')}`,
    ],
  ],
  ['a public address with a path', { PUBLIC_BASE_URL: 'https://a.example/b' }, [`${remove} PUBLIC_BASE_URL`]],
];

test.each(cases)('%s', (_what, changes, commands) => {
  expect(makeSettingCommands(settings, findProblems(changes), makeEnvironment(changes), site)).toEqual(
    commands,
  );
});
