/** A server on loopback that is asked for time stamps, and answers as a test says. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StampQuery {
  method: string;
  /** What is asked of the server, such as `/slow`. */
  path: string;
  headers: IncomingHttpHeaders;
  /** DER. */
  query: Buffer;
}

export interface StampServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  heard: StampQuery[];
  close(): Promise<void>;
}

export async function startStampServer(
  answer: (asked: StampQuery, response: ServerResponse) => unknown,
): Promise<StampServer> {
  const heard: StampQuery[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url: path = '', headers } = request;
    const asked = { method, path, headers, query: Buffer.concat(parts) };
    heard.push(asked);
    await answer(asked, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
