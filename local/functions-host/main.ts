/** `npm run host`, `npm run host:reader`: an app alone in the project's own functions host, until SIGTERM or SIGINT. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HostStartError } from './host-start-error.ts';
import { hostedApps } from './hosted-apps.ts';
import { readLocalSettings } from './local-settings.ts';
import { startFunctionsHost } from './start-functions-host.ts';

const usage = 'Usage: npm run host -- [--reader] [--package DIR] [--settings FILE]';
const defaultSettings = fileURLToPath(new URL('../../local.settings.json', import.meta.url));

const environment = process.env;

async function main(): Promise<void> {
  const { app, packageFolder, settingsFile } = readArguments();
  const port = await app.choosePort(readNumber(app.startedBy.portSetting, app.defaultPort, 0, 65_535));
  for (const [name, value] of Object.entries(app.ownSettings(port))) environment[name] ??= value;
  for (const [name, value] of Object.entries(await readLocalSettings(settingsFile ?? defaultSettings))) {
    environment[name] ??= value;
  }
  const leaseSeconds = readNumber('HOST_LEASE_SECONDS', 600, 1, 7 * 24 * 3600);
  const host = await startFunctionsHost({
    packageFolder: packageFolder ?? (await app.build()),
    port,
    leaseSeconds,
    ...(environment['LOCAL_CLOCK_FILE'] ? { maxTimerWaitMs: 50 } : {}),
    terminateAtOnce: environment['HOST_TERMINATE_AT_ONCE'] === 'true',
    endWorker: () => process.exit(1),
    settings: environment,
    resources: app.resources,
    startedBy: app.startedBy,
    authenticate: app.makeAuthenticate(environment),
  });
  const stop = () => void host.close().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop).once('SIGINT', stop);
  process.stdout.write(`ready: ${host.url}\n`);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        reader: { type: 'boolean', default: false },
        package: { type: 'string' },
        settings: { type: 'string' },
      },
    });
    const app = values.reader ? hostedApps.reader : hostedApps.archive;
    return { app, packageFolder: values.package, settingsFile: values.settings };
  } catch (error) {
    throw new HostStartError(`${error instanceof Error ? error.message : error}. ${usage}`);
  }
}

function readNumber(name: string, byDefault: number, min: number, max: number): number {
  const text = environment[name];
  if (!text) return byDefault;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new HostStartError(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
}

function fail(error: unknown): never {
  if (error instanceof HostStartError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

// Before it is ready there is nothing to wait for.
const leave = () => process.exit(0);
process.once('SIGTERM', leave).once('SIGINT', leave);
await main().catch(fail);
process.off('SIGTERM', leave).off('SIGINT', leave);
