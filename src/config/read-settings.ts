/** What both apps share in reading an environment by a table of settings: one value, the origin, storage, telemetry. */
import type { z } from 'zod';
import { names } from './names.ts';
import type { Setting } from './settings.ts';

/** Names of settings to texts, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type StorageConfig =
  | { kind: 'connection-string'; connectionString: string }
  /** `queue` is `undefined` in an app that sends and takes no messages. */
  | {
      kind: 'endpoints';
      blob: string;
      queue: string | undefined;
      table: string;
      clientId: string | undefined;
    };

export interface TelemetryConfig {
  connectionString: string;
  usesEntraId: boolean;
  clientId: string | undefined;
  /** What Azure calls this app and this instance of it. */
  site: { name: string; instanceId: string };
}

/** The value of a setting; `undefined` where it is absent or wrong, which is then among the problems. */
export type ReadSetting<Table> = <Name extends keyof Table & string>(
  name: Name,
) => Value<Table, Name> | undefined;

type Value<Table, Name extends keyof Table> = Table[Name] extends { schema: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : never;

/** A wrong value is shown only where it can hold no password and no signature. */
const plain = /^[\w.:/*, -]{1,100}$/;

/** Every problem is added to `problems`. */
export function makeReadSetting<Table extends Readonly<Record<string, Setting>>>(
  table: Table,
  env: Environment,
  problems: string[],
): ReadSetting<Table> {
  return (name) => {
    const setting: Setting | undefined = table[name];
    // The schema of a name gives the value of that name's type; TypeScript cannot follow that through the table.
    return setting && (readSetting(name, setting, env, problems) as Value<Table, typeof name> | undefined);
  };
}

function readSetting(name: string, setting: Setting, env: Environment, problems: string[]): unknown {
  const text = env[name]?.trim() || setting.default;
  if (text === undefined) {
    if (setting.required)
      problems.push(`${name} is missing: it must be ${setting.form}. ${withoutStop(setting.meaning)}`);
    return undefined;
  }
  const result = setting.schema.safeParse(text);
  if (result.success) return result.data;
  problems.push(
    `${name} must be ${setting.form}${setting.secret || !plain.test(text) ? '' : `; it is "${text}"`}`,
  );
  return undefined;
}

/** What follows a problem has a mark of its own. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/**
 * `given`: the value of PUBLIC_BASE_URL, if it is right. Where it is not set, the origin of the host that Azure names; where
 * Azure names none, PUBLIC_BASE_URL is missing, which `who` must reach.
 */
export function readPublicOrigin(
  given: string | undefined,
  env: Environment,
  problems: string[],
  { form, who }: { form: string; who: string },
): string {
  if (env['PUBLIC_BASE_URL']?.trim()) return given ?? '';
  const url = URL.parse(`https://${env['WEBSITE_HOSTNAME']?.trim() ?? ''}`);
  if (url && url.href === `${url.origin}/`) return url.origin;
  problems.push(`PUBLIC_BASE_URL is missing: it must be ${form}, which ${who} can reach`);
  return '';
}

export interface StorageValues {
  connectionString: string | undefined;
  blob: string | undefined;
  /** Absent in an app without queues. */
  queue?: string | undefined;
  table: string | undefined;
  clientId: string | undefined;
  /** There is one way to sign in: it only has to be right. */
  credential: 'managedidentity' | undefined;
}

/** `services`: whose endpoints the app needs. */
export function readStorage(
  values: StorageValues,
  services: readonly ('blob' | 'queue' | 'table')[],
  env: Environment,
  problems: string[],
): StorageConfig {
  const endpoints = services.map((service) => `${names.connection}__${service}ServiceUri`);
  const given = endpoints.filter((name) => env[name]?.trim());
  if (env[names.connection]?.trim() && given.length > 0) {
    problems.push(
      'ArchiveStorage and ArchiveStorage__…ServiceUri exclude each other: keep one of the two ways',
    );
  } else if (!env[names.connection]?.trim() && given.length < endpoints.length) {
    const [last, ...others] = endpoints.toReversed();
    problems.push(
      `ArchiveStorage is missing: set it to a connection string, or set ${others.reverse().join(', ')} and ${last} together`,
    );
  }
  const { connectionString, blob = '', queue, table = '', clientId } = values;
  if (connectionString) return { kind: 'connection-string', connectionString };
  return { kind: 'endpoints', blob, queue, table, clientId };
}

/** `undefined`: no telemetry is sent. */
export function readTelemetry(
  connectionString: string | undefined,
  authentication: string | undefined,
  env: Environment,
): TelemetryConfig | undefined {
  if (!connectionString) return undefined;
  return {
    connectionString,
    usesEntraId: authentication !== undefined,
    clientId: /ClientId=([^;]+)/i.exec(authentication ?? '')?.[1],
    site: {
      name: env['WEBSITE_SITE_NAME'] ?? 'teams-call-archive',
      instanceId: env['WEBSITE_INSTANCE_ID'] ?? 'local',
    },
  };
}
