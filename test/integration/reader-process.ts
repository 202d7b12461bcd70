/** The readers' app from `dist-reader/` in the functions host, as a process of its own. */
import { type HostProcess, spawnHost } from './functions-host-process.ts';

const folder = new URL('../../dist-reader', import.meta.url).pathname;

/** `settings`: beyond or in place of those that it needs. */
export function spawnReader(connectionString: string, settings: Record<string, string> = {}): HostProcess {
  const environment = {
    ArchiveStorage: connectionString,
    GRAPH_TENANT_ID: '11111111-1111-4111-8111-111111111111',
    READER_PORT: '0',
    ...settings,
  };
  return spawnHost(folder, environment, [], ['--reader']);
}
