/** A server between the app and another one, that passes on what it is told to pass on. */
import { createServer, request } from 'node:http';
import { serveLocally } from './serve-locally.ts';

export interface ProxyRules {
  /** `http://HOST:PORT` */
  target: string;
  /** The request line's target as it is passed on. */
  rewrite?: (path: string) => string;
  /** The status with which a request is refused instead. */
  refuse?: (method: string) => number | undefined;
}

export interface Proxy {
  origin: string;
  close(): Promise<void>;
}

export async function startProxy({ target, rewrite = (path) => path, refuse }: ProxyRules): Promise<Proxy> {
  const server = createServer((incoming, response) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const status = refuse?.(method);
    if (status !== undefined) {
      incoming.resume();
      response.writeHead(status, { 'x-ms-error-code': 'AuthorizationPermissionMismatch' }).end();
      return;
    }
    const onward = request(target + rewrite(url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  const { host, close } = await serveLocally(server);
  return { origin: `http://${host}`, close };
}
