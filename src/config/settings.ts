/**
 * Every setting of the app in one table: its name, what it means, its form and default. The configuration page in the
 * documentation is made from it, and read-config.ts reads the environment by it.
 */
import { z } from 'zod';
import { type ReportName, reportNames } from '../model/call-report.ts';
import { isLoopback } from '../model/loopback.ts';
import { clouds } from './clouds.ts';
import { connectionStringForm, isConnectionString, isEndpointOf } from './connection-string.ts';
import { isSchedule } from './schedule.ts';

export interface Setting<Value = unknown> {
  /** One sentence for the administrator. */
  meaning: string;
  /** The form of a good value, to follow "must be". */
  form: string;
  /** Used when the setting is absent or empty; without it the setting is required or may be absent. */
  default?: string;
  required?: true;
  /** A value for a command that sets it; a shell may fill it in. Only where there is no default. */
  example?: string;
  /** Its value is never shown. */
  secret?: true;
  schema: z.ZodType<Value, string>;
}

const guid = z.guid().toLowerCase();
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

export const trueOrFalse = z.enum(['true', 'false']).transform((value) => value === 'true');

const schedule = z.string().refine(isSchedule);
const clientState = z.string().min(16).max(128);

/** A comma list of names, or `none`. */
const reports = z.string().transform((value, context): ReportName[] => {
  if (value === 'none') return [];
  const given = value.split(',').map((name) => name.trim());
  const known = reportNames.filter((name) => given.includes(name));
  if (known.length === new Set(given).size) return known;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** `https:` anywhere, or `http:` on this machine; an origin without path, query or user. */
const origin = z.string().transform((value, context) => {
  const url = URL.parse(value);
  const safe = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (safe && url.href === `${url.origin}/`) return url.origin;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});
const originForm = 'an origin such as https://example.org, without a path (http: only for this machine)';

/** `https:` anywhere, or `http:` on this machine; without user or query, which Azure's libraries would send along. */
const endpointOf = (service: Parameters<typeof isEndpointOf>[0]) =>
  z.string().refine((value) => isEndpointOf(service, value));

/** Answers of time-stamp authorities are signed, and what is sent is a hash: most of them speak plain HTTP. */
const stampEndpoint = z.string().refine((value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash;
});

export function setting<Value>(entry: Setting<Value>): Setting<Value> {
  return entry;
}

export const settings = {
  GRAPH_TENANT_ID: setting({
    meaning: 'The Microsoft 365 tenant whose call records are archived.',
    form: 'the tenant id, a GUID',
    required: true,
    example: '$(az account show --query tenantId -o tsv)',
    schema: guid,
  }),
  GRAPH_CLOUD: setting({
    meaning:
      'The cloud of the tenant; it fixes where Graph is and which token is asked for. There is no `china`: Graph has no call records there.',
    form: `one of ${Object.keys(clouds).join(', ')} (china is not possible: Graph has no call records there)`,
    default: 'global',
    schema: z.enum(['global', 'usgov-high', 'usgov-dod']),
  }),
  GRAPH_BASE_URL: setting({
    meaning:
      'Another origin for Graph, such as a proxy or the simulator. The token stays that of `GRAPH_CLOUD`.',
    form: originForm,
    schema: origin,
  }),
  GRAPH_API_VERSION: setting({
    meaning: "The version of Graph's API. Microsoft does not support `beta` for production.",
    form: 'v1.0 or beta',
    default: 'v1.0',
    schema: z.enum(['v1.0', 'beta']),
  }),
  GRAPH_OMIT_NULLS: setting({
    meaning:
      'Asks Graph to leave out nulls: smaller, but what was left out cannot be told from what was unknown.',
    form: 'true or false',
    default: 'false',
    schema: trueOrFalse,
  }),
  AZURE_CLIENT_ID: setting({
    meaning: 'The user-assigned identity that asks Graph for tokens; absent: the system-assigned one.',
    form: "the identity's client id, a GUID",
    schema: guid,
  }),
  PUBLIC_BASE_URL: setting({
    meaning:
      'The origin under which Graph reaches this app. Default: `https://` and `WEBSITE_HOSTNAME`, which Azure sets.',
    form: originForm,
    schema: origin,
  }),
  NOTIFICATION_CLIENT_STATE: setting({
    meaning: 'The secret that Graph sends back with every notification.',
    form: 'a secret of 16 to 128 characters',
    required: true,
    example: '$(openssl rand -hex 32)',
    secret: true,
    schema: clientState,
  }),
  NOTIFICATION_CLIENT_STATE_PREVIOUS: setting({
    meaning: 'The secret before it, still accepted while the subscription is moved to the new one.',
    form: 'a secret of 16 to 128 characters',
    secret: true,
    schema: clientState,
  }),
  ArchiveStorage: setting({
    meaning:
      'Where the archive lives, as a connection string (the emulator). In Azure the endpoints below are used instead.',
    form: connectionStringForm,
    secret: true,
    schema: z.string().refine((value) => isConnectionString(value)),
  }),
  ArchiveStorage__blobServiceUri: setting({
    meaning: 'The blob endpoint of the archive’s storage account, used with a managed identity.',
    form: 'a URL such as https://ACCOUNT.blob.core.windows.net',
    example: 'https://$ACCOUNT.blob.core.windows.net',
    schema: endpointOf('Blob'),
  }),
  ArchiveStorage__queueServiceUri: setting({
    meaning: 'The queue endpoint of the archive’s storage account; the queue trigger uses it too.',
    form: 'a URL such as https://ACCOUNT.queue.core.windows.net',
    example: 'https://$ACCOUNT.queue.core.windows.net',
    schema: endpointOf('Queue'),
  }),
  ArchiveStorage__tableServiceUri: setting({
    meaning: 'The table endpoint of the archive’s storage account.',
    form: 'a URL such as https://ACCOUNT.table.core.windows.net',
    example: 'https://$ACCOUNT.table.core.windows.net',
    schema: endpointOf('Table'),
  }),
  ArchiveStorage__credential: setting({
    meaning: 'How the app signs in to the archive’s storage.',
    form: 'managedidentity',
    schema: z.literal('managedidentity'),
  }),
  ArchiveStorage__clientId: setting({
    meaning:
      'The user-assigned identity that signs in to the archive’s storage; absent: the system-assigned one.',
    form: "the identity's client id, a GUID",
    schema: guid,
  }),
  SUBSCRIPTION_SCHEDULE: setting({
    meaning: 'When the subscription is looked after, as NCRONTAB with six fields, in UTC.',
    form: 'six fields of NCRONTAB, such as 0 */5 * * * *',
    default: '0 */5 * * * *',
    schema: schedule,
  }),
  RECONCILE_SCHEDULE: setting({
    meaning:
      'When what Graph has is compared with the archive, as NCRONTAB with six fields, in UTC. The first run of a UTC day covers all 30 days.',
    form: 'six fields of NCRONTAB, such as 0 17 * * * *',
    default: '0 17 * * * *',
    schema: schedule,
  }),
  CALL_REPORTS: setting({
    meaning:
      'Which other reports of calls are archived: `pstn-calls` (charges and numbers), `direct-routing-calls` (trunks and SIP codes), and three that Graph has in beta only, which Microsoft does not support for production: `sms`, `blocked-users`, `dial-out`. The Graph permission `CallRecord-PstnCalls.Read.All` is enough for them by Microsoft’s permissions reference; the pages of the reports themselves name `CallRecords.Read.All`.',
    form: `none, or a comma list of ${reportNames.join(', ')}`,
    default: 'pstn-calls,direct-routing-calls',
    schema: reports,
  }),
  REPORTS_SCHEDULE: setting({
    meaning:
      'When the call reports are read, as NCRONTAB with six fields, in UTC. Each run reads the last days again, because rows come late and change; the first one goes back as far as Graph does.',
    form: 'six fields of NCRONTAB, such as 0 40 3 * * *',
    default: '0 40 3 * * *',
    schema: schedule,
  }),
  SEAL_SCHEDULE: setting({
    meaning:
      'When the days that are due are sealed, as NCRONTAB with six fields, in UTC: well after the first reconcile of the UTC day, which keeps what Graph lists of them.',
    form: 'six fields of NCRONTAB, such as 0 10 5 * * *',
    default: '0 10 5 * * *',
    schema: schedule,
  }),
  SEAL_TIMESTAMP_URL: setting({
    meaning:
      'A time-stamp authority (RFC 3161) that signs the SHA-256 of each seal, and nothing else is sent to it; absent: seals have no time stamp. Plain `http:` is enough: what comes back is signed, and checked.',
    form: 'a URL such as https://timestamp.example.org, or with http:',
    schema: stampEndpoint,
  }),
  RECORD_CONCURRENCY: setting({
    meaning: 'How many records one instance archives at a time.',
    form: 'a whole number from 1 to 64',
    default: '8',
    schema: wholeNumber(1, 64),
  }),
  RETRY_BASE_DELAY_SECONDS: setting({
    meaning:
      'The first delay before a record that Graph could not give is asked for again; it doubles from try to try.',
    form: 'a whole number of seconds from 1 to 3600',
    default: '60',
    schema: wholeNumber(1, 3600),
  }),
  APPLICATIONINSIGHTS_CONNECTION_STRING: setting({
    meaning: 'Where telemetry goes; absent: none is sent.',
    form: 'a connection string of Application Insights, with InstrumentationKey=',
    secret: true,
    schema: z.string().regex(/InstrumentationKey=/i),
  }),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: setting({
    meaning: 'How telemetry signs in where local authentication is off.',
    form: 'Authorization=AAD, with ;ClientId=… for a user-assigned identity',
    schema: z.string().regex(/^Authorization=AAD(;ClientId=[^;]+)?;?$/i),
  }),
};

export type SettingName = keyof typeof settings;
