/** The entry of the readers' app: one route for everything, since an empty route does not work. Translation only. */
import { fileURLToPath } from 'node:url';
import { type HttpRequest, type HttpResponseInit, app as host } from '@azure/functions';
import { type ReaderConfig, readReaderConfig } from '../../src/config/read-reader-config.ts';
import type { Environment } from '../../src/config/read-settings.ts';
import { formatError } from '../../src/errors.ts';
import { makeReader } from '../../src/reader.ts';
import { inInvocation, readInvocation, writeLine } from '../invocation.ts';

/** Put in by the build, from package.json. */
declare const PACKAGE_VERSION: string;

const reader = makeReader(readConfigOrExit(process.env), {
  version: PACKAGE_VERSION,
  staticFolder: fileURLToPath(new URL('static/', import.meta.url)),
  writeLine,
  readInvocation,
});

host.http('reader', {
  route: '{*path}',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  // The platform's sign-in stands before the app; it refuses to serve where it does not.
  authLevel: 'anonymous',
  handler: inInvocation(async (request: HttpRequest): Promise<HttpResponseInit> => {
    const { url, method, headers } = request;
    const body = method === 'POST' ? await request.arrayBuffer() : null;
    const response = await reader.receive(new Request(url, { method, headers, body }));
    return { status: response.status, headers: response.headers, body: await response.bytes() };
  }),
});
host.hook.appTerminate(() => reader.end());

function readConfigOrExit(env: Environment): ReaderConfig {
  try {
    return readReaderConfig(env);
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    process.exit(1);
  }
}
