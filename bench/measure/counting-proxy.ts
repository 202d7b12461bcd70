/** Stands before Azurite and counts what is asked of it: the operations that Azure would bill. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Azurite } from '../../local/azurite.ts';
import { forward, listenOnLoopback } from '../loopback.ts';

export interface CountingProxy {
  /** Azurite's own, with the proxy's addresses. */
  connectionString: string;
  /** Each operation so far, by kind, such as `blob PUT comp=block`. */
  counts: Map<string, number>;
  close(): void;
}

export async function startCountingProxy(azurite: Omit<Azurite, 'close'>): Promise<CountingProxy> {
  const counts = new Map<string, number>();
  const servers: Server[] = [];
  let { connectionString } = azurite;
  for (const service of ['blob', 'queue', 'table'] as const) {
    const target = new URL(azurite[`${service}Url`]);
    const server = createServer((message, response) => {
      const kind = `${service} ${describe(message)}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      forward(message, response, target);
    });
    servers.push(server);
    connectionString = connectionString.replace(target.origin, await listenOnLoopback(server));
  }
  return {
    connectionString,
    counts,
    close() {
      for (const server of servers) server.close().closeAllConnections();
    },
  };
}

function describe({ method, url = '' }: IncomingMessage): string {
  const comp = /[?&](comp=\w+)/.exec(url)?.[1] ?? (url.includes('$batch') ? '$batch' : undefined);
  return comp ? `${method} ${comp}` : `${method}`;
}
