/** The readers' app in this process, over an archive in a storage account: what it answers to a role. Its gate is open. */
import { readReaderConfig } from '../../src/config/read-reader-config.ts';
import { makeReaderWorld } from '../../src/reader-world.ts';
import type { Page } from '../../src/web/page.ts';
import { readerPages } from '../../src/web/page-table.ts';
import { makeSeen } from '../../src/web/seen/seen.ts';
import { makeServe } from '../../src/web/serve.ts';
import { entryTenant } from './index-entry.ts';
import { signedInHeaders } from './principal-header.ts';

export interface ServedPages {
  /** A path with its query. Roles: those that the sign-in names; `undefined`: nobody is signed in. */
  get(path: string, roles: readonly string[] | undefined): Promise<Response>;
  /** Any request, with a path of the app. */
  ask(path: string, init: RequestInit): Promise<Response>;
  /** A form, as a page of the app sends it. */
  post(path: string, roles: readonly string[] | undefined, form: Record<string, string>): Promise<Response>;
  /** What it logged. */
  lines: string[];
}

export interface ServeOptions {
  /** Of the archive. */
  tenantId?: string;
  /** In place of those of the app. */
  pages?: readonly Page[];
  now?: Date;
  /** In place of the access log. */
  noteLook?: () => Promise<void>;
  /** How long a look may wait for its turn. */
  maxWaitMs?: number;
}

const origin = 'https://calls.contoso.example';
const staticFolder = new URL('../../src/web/static/', import.meta.url).pathname;

export function servePages(
  connectionString: string,
  { tenantId = entryTenant, pages = readerPages, now, noteLook, maxWaitMs }: ServeOptions = {},
): ServedPages {
  const config = readReaderConfig({
    ArchiveStorage: connectionString,
    GRAPH_TENANT_ID: tenantId,
    PUBLIC_BASE_URL: origin,
    WEBSITE_AUTH_ENABLED: 'True',
  });
  const lines: string[] = [];
  const world = makeReaderWorld(config, {
    version: '1.2.3',
    staticFolder,
    writeLine: (_, line) => lines.push(line),
    readInvocation: () => undefined,
  });
  const receive = makeServe({
    ...world,
    ...config,
    pages,
    ...(now && { now: () => now }),
    ...(maxWaitMs !== undefined && { maxWaitMs }),
    gate: { findReason: async () => undefined, answerProbe: () => undefined },
    makeSeen: makeSeen(world),
    noteLook: noteLook ?? world.accessLog.note,
  });
  const headersOf = (roles: readonly string[] | undefined) => (roles ? signedInHeaders(...roles) : {});
  return {
    get: (path, roles) => receive(new Request(origin + path, { headers: headersOf(roles) })),
    ask: (path, init) => receive(new Request(origin + path, init)),
    post: (path, roles, form) =>
      receive(
        new Request(origin + path, {
          method: 'POST',
          headers: { ...headersOf(roles), origin },
          body: new URLSearchParams(form),
        }),
      ),
    lines,
  };
}
