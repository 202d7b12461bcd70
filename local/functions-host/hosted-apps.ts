/** What the host needs to know of each app that it can run, besides what is in its package. */
import { names } from '../../src/config/names.ts';
import { readerRoles } from '../../src/web/access/rights.ts';
import { findFreePort } from '../find-free-port.ts';
import type { AppSettings } from './app-settings.ts';
import { type Authenticate, makeAuthenticate } from './authentication/authenticate.ts';
import type { StorageResources } from './storage-resources.ts';

export interface HostedApp {
  /** The setting that names the port, and the command that starts it. */
  startedBy: { portSetting: string; command: string };
  defaultPort: number;
  /** The port to listen on, where this one was set; 0 stands for a free one. */
  choosePort(port: number): Promise<number>;
  /** App settings that are so unless they are set otherwise. */
  ownSettings(port: number): Record<string, string>;
  resources: StorageResources;
  /** What stands before its HTTP functions. */
  makeAuthenticate(settings: AppSettings): Authenticate | undefined;
  /** Bundles its package where none is current. Returns the folder. */
  build(): Promise<string>;
}

const { connection, containers, readerContainers, queues, tables } = names;

const archive: HostedApp = {
  startedBy: { portSetting: 'PORT', command: 'npm run host' },
  defaultPort: 7071,
  choosePort: async (port) => port,
  ownSettings: () => ({}),
  resources: {
    connection,
    queues: Object.values(queues),
    containers: Object.values(containers),
    tables: Object.values(tables),
  },
  makeAuthenticate: () => undefined,
  async build() {
    // Only now, because the bundler takes longer to load than a ready package to start.
    const { buildIfNeeded } = await import('../build.ts');
    return buildIfNeeded();
  },
};

const reader: HostedApp = {
  startedBy: { portSetting: 'READER_PORT', command: 'npm run host:reader' },
  defaultPort: 7072,
  // It must be known before the app loads, which asks itself at its public address.
  choosePort: async (port) => port || findFreePort(),
  ownSettings: (port) => ({
    PUBLIC_BASE_URL: `http://127.0.0.1:${port}`,
    WEBSITE_HOSTNAME: `127.0.0.1:${port}`,
    WEBSITE_AUTH_ENABLED: 'true',
  }),
  resources: {
    connection,
    queues: [],
    containers: [...Object.values(containers), ...Object.values(readerContainers)],
    tables: Object.values(tables),
  },
  makeAuthenticate(settings) {
    if (settings['HOST_AUTHENTICATION'] === 'off') return undefined;
    return makeAuthenticate({ excludedPaths: ['/healthz'], roles: Object.keys(readerRoles) });
  },
  async build() {
    const { buildReaderIfNeeded } = await import('../build.ts');
    return buildReaderIfNeeded();
  },
};

export const hostedApps = { archive, reader };
