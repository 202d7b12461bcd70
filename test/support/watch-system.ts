/** The watched system as most end-to-end tests want it: with its log, a reader of what it stores, and at rest. */
import { type AppLog, makeAppLog } from './app-log.ts';
import { type ArchiveReader, makeArchiveReader } from './archive-reader.ts';
import { startWatchedSystem, type WatchedSystem } from './watched-system.ts';

export interface Watched {
  log: AppLog;
  system: WatchedSystem;
  reader: ArchiveReader;
}

/** Resolves when the reconcile after the first subscription is over: it would ask for a test's calls too. No other comes. */
export async function watchQuietSystem(settings: Record<string, string> = {}): Promise<Watched> {
  const log = makeAppLog();
  const system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings,
  });
  const reader = makeArchiveReader(system.azurite.connectionString);
  await log.until(({ name }) => name === 'reconciling.completed');
  return { log, system, reader };
}
