/** A server of a test's own, on a free port of the loopback. */
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  /** `127.0.0.1:PORT` */
  host: string;
  /** Ends its connections, too. */
  close(): Promise<void>;
}

export async function serveLocally(server: HttpServer | HttpsServer): Promise<LocalServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
