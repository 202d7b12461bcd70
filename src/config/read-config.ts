/** Reads the environment by the table of settings. Every problem is found at once, before anything starts. */
import { ConfigurationError } from '../errors.ts';
import type { ReportName } from '../model/call-report.ts';
import { type CloudName, clouds } from './clouds.ts';
import {
  type Environment,
  makeReadSetting,
  readPublicOrigin,
  readStorage,
  readTelemetry,
  type StorageConfig,
  type TelemetryConfig,
} from './read-settings.ts';
import { makeSettingCommands, readSite, type Site } from './setting-commands.ts';
import { settings } from './settings.ts';

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

/** Throws ConfigurationError with every problem. */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const read = makeReadSetting(settings, env, problems);
  const cloud = read('GRAPH_CLOUD') ?? 'global';
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
    publicOrigin: readPublicOrigin(read('PUBLIC_BASE_URL'), env, problems, {
      form: settings.PUBLIC_BASE_URL.form,
      who: 'Graph',
    }),
    site: readSite(env),
    clientState: {
      current: read('NOTIFICATION_CLIENT_STATE') ?? '',
      previous: read('NOTIFICATION_CLIENT_STATE_PREVIOUS'),
    },
    storage: readStorage(
      {
        connectionString: read('ArchiveStorage'),
        blob: read('ArchiveStorage__blobServiceUri'),
        queue: read('ArchiveStorage__queueServiceUri'),
        table: read('ArchiveStorage__tableServiceUri'),
        clientId: read('ArchiveStorage__clientId'),
        credential: read('ArchiveStorage__credential'),
      },
      ['blob', 'queue', 'table'],
      env,
      problems,
    ),
    subscriptionSchedule: read('SUBSCRIPTION_SCHEDULE') ?? '',
    reconcileSchedule: read('RECONCILE_SCHEDULE') ?? '',
    callReports: read('CALL_REPORTS') ?? [],
    reportsSchedule: read('REPORTS_SCHEDULE') ?? '',
    sealSchedule: read('SEAL_SCHEDULE') ?? '',
    stampUrl: read('SEAL_TIMESTAMP_URL'),
    recordConcurrency: read('RECORD_CONCURRENCY') ?? 0,
    retryBaseDelayMs: (read('RETRY_BASE_DELAY_SECONDS') ?? 0) * 1000,
    telemetry: readTelemetry(
      read('APPLICATIONINSIGHTS_CONNECTION_STRING'),
      read('APPLICATIONINSIGHTS_AUTHENTICATION_STRING'),
      env,
    ),
  };
  if (problems.length > 0)
    throw new ConfigurationError(problems, makeSettingCommands(settings, problems, env, config.site));
  return config;
}
