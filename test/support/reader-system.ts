/** The readers' app over an archive, in the functions host with its sign-in, as `npm run host:reader` runs it. */
import { afterAll, beforeAll } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import type { StorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { killLeftHosts, readyUrl } from '../integration/functions-host-process.ts';
import { spawnReader } from '../integration/reader-process.ts';
import { useEmulator } from './contract-storage.ts';
import { entryTenant } from './index-entry.ts';
import { signIn } from './sign-in.ts';

export interface ReaderSystem<Archive> {
  archive(): Archive;
  /** `http://127.0.0.1:PORT` */
  url(): string;
  connectionString(): string;
  /** Pages of the context are opened as somebody with these roles. */
  signInto(context: BrowserContext, ...roles: string[]): Promise<void>;
}

/** To be called at the top of a test file. `write` puts the archive into its storage. */
export function useReader<Archive>(
  write: (storage: StorageClients) => Promise<Archive>,
  settings: Record<string, string> = {},
): ReaderSystem<Archive> {
  const { clients, connectionString } = useEmulator();
  let started: { archive: Archive; url: string } | undefined;
  const system = () => {
    if (!started) throw new Error('The system is there from beforeAll on');
    return started;
  };
  beforeAll(async () => {
    const archive = await write(clients());
    const host = spawnReader(connectionString(), { GRAPH_TENANT_ID: entryTenant, ...settings });
    started = { archive, url: await readyUrl(host) };
  });
  afterAll(killLeftHosts);
  return {
    archive: () => system().archive,
    url: () => system().url,
    connectionString,
    async signInto(context, ...roles) {
      const { cookie } = await signIn(system().url, roles);
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url: system().url }]);
    },
  };
}
