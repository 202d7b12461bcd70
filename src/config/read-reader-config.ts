/** Reads the environment of the readers' app by its table of settings. Every problem is found at once. */
import { ConfigurationError } from '../errors.ts';
import {
  type Environment,
  makeReadSetting,
  readPublicOrigin,
  readStorage,
  readTelemetry,
  type StorageConfig,
  type TelemetryConfig,
} from './read-settings.ts';
import { readerSettings } from './reader-settings.ts';
import { makeSettingCommands, readSite } from './setting-commands.ts';

export interface ReaderConfig {
  /** Whose calls are shown. */
  tenantId: string;
  /** Origin that readers reach. */
  publicOrigin: string;
  /** Whether Azure says that its own sign-in stands before the app. */
  signInIsOn: boolean;
  /** What Azure calls this instance; another one each time where it says nothing. */
  instanceId: string;
  storage: StorageConfig;
  /** The app's id in Entra. */
  clientId: string | undefined;
  asksTicket: boolean;
  /** IANA. */
  timeZone: string;
  telemetry: TelemetryConfig | undefined;
}

/** Throws ConfigurationError with every problem. */
export function readReaderConfig(env: Environment): ReaderConfig {
  const problems: string[] = [];
  const read = makeReadSetting(readerSettings, env, problems);
  const config: ReaderConfig = {
    tenantId: read('GRAPH_TENANT_ID') ?? '',
    publicOrigin: readPublicOrigin(read('PUBLIC_BASE_URL'), env, problems, {
      form: readerSettings.PUBLIC_BASE_URL.form,
      who: 'readers',
    }),
    signInIsOn: env['WEBSITE_AUTH_ENABLED']?.trim().toLowerCase() === 'true',
    instanceId: env['WEBSITE_INSTANCE_ID']?.trim() || crypto.randomUUID(),
    storage: readStorage(
      {
        connectionString: read('ArchiveStorage'),
        blob: read('ArchiveStorage__blobServiceUri'),
        table: read('ArchiveStorage__tableServiceUri'),
        clientId: read('ArchiveStorage__clientId'),
        credential: read('ArchiveStorage__credential'),
      },
      ['blob', 'table'],
      env,
      problems,
    ),
    clientId: read('READER_CLIENT_ID'),
    asksTicket: read('READER_ASK_TICKET') ?? false,
    timeZone: read('READER_TIME_ZONE') ?? 'UTC',
    telemetry: readTelemetry(
      read('APPLICATIONINSIGHTS_CONNECTION_STRING'),
      read('APPLICATIONINSIGHTS_AUTHENTICATION_STRING'),
      env,
    ),
  };
  if (problems.length > 0)
    throw new ConfigurationError(problems, makeSettingCommands(readerSettings, problems, env, readSite(env)));
  return config;
}
