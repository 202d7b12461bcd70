/** Reads the environment by the table of settings. Every problem is found at once, before anything starts. */
import type { z } from 'zod';
import { ConfigurationError } from '../errors.ts';
import type { ReportName } from '../model/call-report.ts';
import { type CloudName, clouds } from './clouds.ts';
import { names } from './names.ts';
import { makeSettingCommands, type Site } from './setting-commands.ts';
import { type Setting, type SettingName, settings } from './settings.ts';

/** Names of settings to texts, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type StorageConfig =
  | { kind: 'connection-string'; connectionString: string }
  | { kind: 'endpoints'; blob: string; queue: string; table: string; clientId: string | undefined };

export interface Config {
  tenantId: string;
  graph: {
    cloud: CloudName;
    /** Where Graph is; nothing with a token goes anywhere else. */
    origin: string;
    apiVersion: 'v1.0' | 'beta';
    /** The scope that tokens are requested for. */
    scope: string;
    omitNulls: boolean;
    /** The user-assigned identity; `undefined` for the system-assigned one. */
    clientId: string | undefined;
  };
  /** Origin that Graph can reach. */
  publicOrigin: string;
  /** The function app's own names, where Azure tells them. */
  site: Site;
  clientState: { current: string; previous: string | undefined };
  storage: StorageConfig;
  subscriptionSchedule: string;
  reconcileSchedule: string;
  /** Which call reports are archived. */
  callReports: readonly ReportName[];
  reportsSchedule: string;
  sealSchedule: string;
  /** A time-stamp authority; `undefined`: seals have no stamp. */
  stampUrl: string | undefined;
  recordConcurrency: number;
  retryBaseDelayMs: number;
  telemetry: TelemetryConfig | undefined;
}

export interface TelemetryConfig {
  connectionString: string;
  usesEntraId: boolean;
  clientId: string | undefined;
  /** What Azure calls this app and this instance of it. */
  site: { name: string; instanceId: string };
}

type Value<Name extends SettingName> = z.output<(typeof settings)[Name]['schema']>;

/** Throws ConfigurationError with every problem. */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  // The schema of a name gives the value of that name's type; TypeScript cannot follow that through the table.
  const read = <Name extends SettingName>(name: Name) =>
    readSetting(name, env, problems) as Value<Name> | undefined;

  const cloud = read('GRAPH_CLOUD') ?? 'global';
  const authentication = read('APPLICATIONINSIGHTS_AUTHENTICATION_STRING');
  const connectionString = read('APPLICATIONINSIGHTS_CONNECTION_STRING');
  const config: Config = {
    tenantId: read('GRAPH_TENANT_ID') ?? '',
    graph: {
      cloud,
      origin: read('GRAPH_BASE_URL') ?? clouds[cloud],
      apiVersion: read('GRAPH_API_VERSION') ?? 'v1.0',
      scope: `${clouds[cloud]}/.default`,
      omitNulls: read('GRAPH_OMIT_NULLS') ?? false,
      clientId: read('AZURE_CLIENT_ID'),
    },
    publicOrigin: env['PUBLIC_BASE_URL']?.trim()
      ? (read('PUBLIC_BASE_URL') ?? '')
      : defaultPublicOrigin(env, problems),
    site: {
      name: env['WEBSITE_SITE_NAME']?.trim() || undefined,
      resourceGroup: env['WEBSITE_RESOURCE_GROUP']?.trim() || undefined,
    },
    clientState: {
      current: read('NOTIFICATION_CLIENT_STATE') ?? '',
      previous: read('NOTIFICATION_CLIENT_STATE_PREVIOUS'),
    },
    storage: readStorage(read, env, problems),
    subscriptionSchedule: read('SUBSCRIPTION_SCHEDULE') ?? '',
    reconcileSchedule: read('RECONCILE_SCHEDULE') ?? '',
    callReports: read('CALL_REPORTS') ?? [],
    reportsSchedule: read('REPORTS_SCHEDULE') ?? '',
    sealSchedule: read('SEAL_SCHEDULE') ?? '',
    stampUrl: read('SEAL_TIMESTAMP_URL'),
    recordConcurrency: read('RECORD_CONCURRENCY') ?? 0,
    retryBaseDelayMs: (read('RETRY_BASE_DELAY_SECONDS') ?? 0) * 1000,
    telemetry: connectionString
      ? {
          connectionString,
          usesEntraId: authentication !== undefined,
          clientId: /ClientId=([^;]+)/i.exec(authentication ?? '')?.[1],
          site: {
            name: env['WEBSITE_SITE_NAME'] ?? 'teams-call-archive',
            instanceId: env['WEBSITE_INSTANCE_ID'] ?? 'local',
          },
        }
      : undefined,
  };
  if (problems.length > 0)
    throw new ConfigurationError(problems, makeSettingCommands(problems, env, config.site));
  return config;
}

/** A wrong value is shown only where it can hold no password and no signature. */
const plain = /^[\w.:/*, -]{1,100}$/;

function readSetting(name: SettingName, env: Environment, problems: string[]): unknown {
  const setting: Setting = settings[name];
  const text = env[name]?.trim() || setting.default;
  if (text === undefined) {
    if (setting.required) problems.push(`${name} is missing: it must be ${setting.form}. ${setting.meaning}`);
    return undefined;
  }
  const result = setting.schema.safeParse(text);
  if (result.success) return result.data;
  problems.push(
    `${name} must be ${setting.form}${setting.secret || !plain.test(text) ? '' : `; it is "${text}"`}`,
  );
  return undefined;
}

/** Azure names the app's host; where it does not, the setting is required. */
function defaultPublicOrigin(env: Environment, problems: string[]): string {
  const url = URL.parse(`https://${env['WEBSITE_HOSTNAME']?.trim() ?? ''}`);
  if (url && url.href === `${url.origin}/`) return url.origin;
  problems.push(
    `PUBLIC_BASE_URL is missing: it must be ${settings.PUBLIC_BASE_URL.form}, which Graph can reach`,
  );
  return '';
}

function readStorage(
  read: <Name extends SettingName>(name: Name) => Value<Name> | undefined,
  env: Environment,
  problems: string[],
): StorageConfig {
  const connectionString = read('ArchiveStorage');
  const blob = read('ArchiveStorage__blobServiceUri');
  const queue = read('ArchiveStorage__queueServiceUri');
  const table = read('ArchiveStorage__tableServiceUri');
  const clientId = read('ArchiveStorage__clientId');
  read('ArchiveStorage__credential');

  const given = ['blob', 'queue', 'table'].filter((service) =>
    env[`${names.connection}__${service}ServiceUri`]?.trim(),
  );
  if (env[names.connection]?.trim() && given.length > 0) {
    problems.push(
      'ArchiveStorage and ArchiveStorage__…ServiceUri exclude each other: keep one of the two ways',
    );
  } else if (!env[names.connection]?.trim() && given.length < 3) {
    problems.push(
      'ArchiveStorage is missing: set it to a connection string, or set ArchiveStorage__blobServiceUri, ' +
        'ArchiveStorage__queueServiceUri and ArchiveStorage__tableServiceUri together',
    );
  }
  if (connectionString) return { kind: 'connection-string', connectionString };
  return { kind: 'endpoints', blob: blob ?? '', queue: queue ?? '', table: table ?? '', clientId };
}
