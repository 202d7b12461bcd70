/** Servers that only this machine can reach. */
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
