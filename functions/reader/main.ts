/** The entry of the readers' app: one route for everything, since an empty route does not work. Translation only. */
import { fileURLToPath } from 'node:url';
import { type HttpRequest, type HttpResponseInit, app as host } from '@azure/functions';
import { readReaderConfig } from '../../src/config/read-reader-config.ts';
import { makeReader } from '../../src/reader.ts';
import { inInvocation, readInvocation, writeLine } from '../invocation.ts';
import { readOrExit } from '../read-or-exit.ts';

/** Put in by the build, from package.json. */
declare const PACKAGE_VERSION: string;

const reader = makeReader(readOrExit(readReaderConfig, process.env), {
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
    const body = method === 'POST' ? request.body : null;
    const response = await reader.receive(new Request(url, { method, headers, body, duplex: 'half' }));
    return { status: response.status, headers: response.headers, body: await response.bytes() };
  }),
});
host.hook.appTerminate(() => reader.end());
