/** The documentation page of the settings, made from the table in code. */
import { type Setting, settings } from '../src/config/settings.ts';

/** Where the page stands, from the root of the project. */
export const configurationPagePath = 'docs/configuration.md';

/** Settings of the Functions host, which the app itself does not read. */
const hostSettings: [name: string, meaning: string][] = [
  [
    '`AzureWebJobsStorage`, or `AzureWebJobsStorage__accountName`, `__credential`, `__clientId`',
    "The host's own storage: leases, keys, timer state. In Azure another account than the archive's.",
  ],
  ['`WEBSITE_HOSTNAME`', 'Set by Azure: the default of `PUBLIC_BASE_URL`.'],
  [
    '`WEBSITE_SITE_NAME`, `WEBSITE_RESOURCE_GROUP`',
    'Set by Azure: the names in the commands that a failed check advises.',
  ],
  ['`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`', 'Set by Azure: where the managed identity gives its tokens.'],
];

/** Settings of the local functions host. */
const localSettings: [name: string, meaning: string][] = [
  ['`PORT`', 'The port on which the app listens. Default `7071`.'],
  [
    '`HOST_LEASE_SECONDS`',
    'How long a message of the queue stays with an app that died. Default `600`, as in Azure.',
  ],
];

export function formatConfigurationPage(): string {
  return [
    '# Configuration',
    '',
    '<!-- Made by `npm run docs` from src/config/settings.ts. Change it there. -->',
    '',
    'The app is configured by app settings, which reach it as environment variables. Locally the same names stand in',
    '`local.settings.json` under `Values`; copy `local.settings.json.example` to begin with.',
    '',
    'A missing or wrong setting stops the app at its start, with exit code 1 and every problem at once on stderr.',
    'A setting with an empty value counts as absent. Secrets are never shown.',
    '',
    '## Settings of the app',
    '',
    ...Object.entries<Setting>(settings).flatMap(([name, setting]) => [...formatSetting(name, setting), '']),
    '## Settings that Azure and the Functions host read',
    '',
    ...formatTable(hostSettings),
    '',
    '## Settings of the local functions host (`npm run host`)',
    '',
    ...formatTable(localSettings),
    '',
  ].join('\n');
}

function formatSetting(name: string, setting: Setting): string[] {
  const need = setting.required
    ? 'Required.'
    : setting.default
      ? `Default: \`${setting.default}\`.`
      : 'Optional.';
  const secret = setting.secret ? ' A secret.' : '';
  return [`### \`${name}\``, '', setting.meaning, '', `${need}${secret} It must be ${setting.form}.`];
}

function formatTable(rows: [name: string, meaning: string][]): string[] {
  return ['| name | meaning |', '|---|---|', ...rows.map(([name, meaning]) => `| ${name} | ${meaning} |`)];
}
