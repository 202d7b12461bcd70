/** Servers that only this machine can reach. */
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';

/** Gives the server's origin. */
export async function listenOnLoopback(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Listening: the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** A storage request's signature covers path and query but not the host: Azurite accepts what was meant for a proxy. */
export function forward(message: IncomingMessage, response: ServerResponse, { hostname, port }: URL): void {
  const { method, url, headers } = message;
  const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  message.pipe(onward);
}
