/** `npm run host`, `npm run host:reader`: one of the apps alone in the project's own functions host, until SIGTERM or SIGINT. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { names } from '../../src/config/names.ts';
import { HostStartError } from './host-start-error.ts';
import { readLocalSettings } from './local-settings.ts';
import { startFunctionsHost } from './start-functions-host.ts';

const usage = 'Usage: npm run host -- [--reader] [--package DIR] [--settings FILE]';
const defaultSettings = fileURLToPath(new URL('../../local.settings.json', import.meta.url));

const environment = process.env;

async function main(): Promise<void> {
  const { isReader, packageFolder, settingsFile } = readArguments();
  for (const [name, value] of Object.entries(await readLocalSettings(settingsFile ?? defaultSettings))) {
    environment[name] ??= value;
  }
  const port = isReader ? readNumber('READER_PORT', 7072, 0, 65_535) : readNumber('PORT', 7071, 0, 65_535);
  const leaseSeconds = readNumber('HOST_LEASE_SECONDS', 600, 1, 7 * 24 * 3600);
  const host = await startFunctionsHost({
    packageFolder: packageFolder ?? (await buildPackage(isReader)),
    port,
    leaseSeconds,
    ...(environment['LOCAL_CLOCK_FILE'] ? { maxTimerWaitMs: 50 } : {}),
    terminateAtOnce: environment['HOST_TERMINATE_AT_ONCE'] === 'true',
    endWorker: () => process.exit(1),
    settings: environment,
    resources: {
      connection: names.connection,
      queues: isReader ? [] : Object.values(names.queues),
      containers: Object.values(
        isReader ? { ...names.containers, ...names.readerContainers } : names.containers,
      ),
      tables: Object.values(names.tables),
    },
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
    return { isReader: values.reader, packageFolder: values.package, settingsFile: values.settings };
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

async function buildPackage(isReader: boolean): Promise<string> {
  // Only now, because the bundler takes longer to load than a ready package to start.
  const { buildIfNeeded, buildReaderIfNeeded } = await import('../build.ts');
  return isReader ? buildReaderIfNeeded() : buildIfNeeded();
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
