/**
 * A port of this machine for a program that must be told it before it starts. It lies below those that the system hands
 * out by itself: one of these would soon be somebody else's, and the program takes its own seconds later, and again
 * when it is restarted.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

export async function findFreePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const port = randomInt(20_000, 32_000);
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
