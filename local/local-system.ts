/** Azurite, the Graph simulator, the app and, where asked, the readers' app, wired to each other on loopback: for `npm start` and for tests. */
import { BlobServiceClient } from '@azure/storage-blob';
import { names } from '../src/config/names.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { findFreePort } from './find-free-port.ts';
import type { GraphSimulatorOptions } from './graph-simulator/settings.ts';
import { type GraphSimulator, startGraphSimulator } from './graph-simulator/start-graph-simulator.ts';
import type { LocalClock } from './local-clock.ts';
import { type RunningHost, runHost } from './run-host.ts';

export interface LocalSystemOptions {
  /** The app's port; 0 chooses a free one. */
  port: number;
  /** Settings of the app beyond or in place of those that wire it. */
  settings?: Record<string, string>;
  /** The readers' app, on this port (0 chooses a free one); it is not started unless asked for. */
  reader?: { port: number; settings?: Record<string, string> };
  /** The package that the app runs from; the one in `dist/` unless told otherwise. */
  packageFolder?: string;
  graph?: GraphSimulatorOptions;
  /** One clock for storage, Graph and the app, which can be put forward; the real one unless told otherwise. */
  clock?: LocalClock;
  /** Puts something between the app and its storage. */
  standBetween?(azurite: Azurite): Promise<StorageAccess>;
  /** Puts into Graph what was there before the app. */
  fillGraph?(graph: GraphSimulator): void;
  /** Called for each line of the app's log. */
  onLine(line: string): void;
}

/** Another way to the same storage. */
export interface StorageAccess {
  connectionString: string;
  close(): Promise<void>;
}

export interface LocalSystem {
  azurite: Azurite;
  graph: GraphSimulator;
  host: RunningHost;
  /** The readers' app, where it was asked for. */
  reader: RunningHost | undefined;
  /** The secret that the app gives to Graph. */
  clientState: string;
  /** Starts the app beside the first, with some other settings. */
  startAnother(settings: Record<string, string>): Promise<RunningHost>;
  /** Starts the app again, after it was stopped or killed; from another package if one is given. */
  restartHost(packageFolder?: string): Promise<void>;
  close(): Promise<void>;
}

/** Resolves when the app is ready. What was started is stopped again if something else cannot start. */
export async function startLocalSystem(options: LocalSystemOptions): Promise<LocalSystem> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { clock } = options;
    const azurite = await startAzurite(clock);
    closers.push(azurite.close);
    await openRecordsToReaders(azurite);
    const storage = (await options.standBetween?.(azurite)) ?? azurite;
    if (storage !== azurite) closers.push(storage.close);
    const graph = await startGraphSimulator({ ...(clock && { clientNow: clock.now }), ...options.graph });
    closers.push(graph.close);
    options.fillGraph?.(graph);
    const clientState = crypto.randomUUID();
    const port = options.port || (await findFreePort());
    const settings = { ...wireSettings(storage, graph, clientState, port), ...options.settings };
    const startHost = (packageFolder = options.packageFolder) =>
      runHost({ settings, packageFolder, clock, onLine: options.onLine });
    // Before the app: what that one logs comes after the addresses.
    const reader = options.reader && (await startReader(options.reader, azurite, graph, options));
    if (reader) closers.push(reader.stop);
    const system: LocalSystem = {
      azurite,
      graph,
      clientState,
      host: await startHost(),
      reader,
      async restartHost(packageFolder) {
        system.host = await startHost(packageFolder);
      },
      async startAnother(changes) {
        const another = await runHost({
          settings: { ...settings, ...changes },
          clock,
          onLine: options.onLine,
        });
        closers.push(another.stop);
        return another;
      },
      close,
    };
    closers.push(() => system.host.stop());
    return system;
  } catch (error) {
    await close();
    throw error;
  }
}

function startReader(
  { port, settings }: NonNullable<LocalSystemOptions['reader']>,
  { connectionString }: Azurite,
  { tenantId }: GraphSimulator,
  { clock, onLine }: LocalSystemOptions,
): Promise<RunningHost> {
  const wired = { ArchiveStorage: connectionString, GRAPH_TENANT_ID: tenantId, READER_PORT: String(port) };
  return runHost({ isReader: true, settings: { ...wired, ...settings }, clock, onLine });
}

function wireSettings(storage: StorageAccess, graph: GraphSimulator, clientState: string, port: number) {
  return {
    ArchiveStorage: storage.connectionString,
    GRAPH_BASE_URL: graph.origin,
    GRAPH_TENANT_ID: graph.tenantId,
    IDENTITY_ENDPOINT: graph.identityEndpoint,
    IDENTITY_HEADER: graph.identityHeader,
    NOTIFICATION_CLIENT_STATE: clientState,
    PORT: String(port),
    PUBLIC_BASE_URL: `http://127.0.0.1:${port}`,
    RETRY_BASE_DELAY_SECONDS: '1',
    SUBSCRIPTION_SCHEDULE: '* * * * * *',
  };
}

/** On this machine, and only here, records can be read with nothing but curl. */
async function openRecordsToReaders({ connectionString }: Azurite): Promise<void> {
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  await blobs.getContainerClient(names.containers.records).create({ access: 'blob' });
}
