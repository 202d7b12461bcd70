/** The HTTP triggers' server, on the loopback only: route → body → invocation → answer. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Authenticate } from './authentication/authenticate.ts';
import { HostStartError } from './host-start-error.ts';
import { sendReturnValue, toHttpData } from './http-message.ts';
import { compareRoutes, matchRoute, type RouteTemplate } from './http-routes.ts';
import type { Outcome, Trigger } from './invoke-function.ts';
import type { HostLog } from './log.ts';

export interface HttpFunction {
  template: RouteTemplate;
  /** Upper case. */
  methods: ReadonlySet<string>;
  run(trigger: Trigger): Promise<Outcome>;
}

export interface HttpServer {
  port: number;
  /** Takes no new work and waits for what runs, at most until `giveUp`. */
  close(giveUp: Promise<void>): Promise<void>;
}

const maxBodyBytes = 100 * 1024 * 1024;
// Kestrel's, the runtime's server: a shorter one would cut connections that clients keep for reuse.
const keepAliveMs = 130_000;
const maxHeaderBytes = 32 * 1024;

export interface HttpServerOptions {
  /** 0 takes a free one. */
  port: number;
  /** Stands before the functions, as App Service authentication does; nothing unless told otherwise. */
  authenticate?: Authenticate | undefined;
  /** For the message that the port is in use. */
  startedBy?: { portSetting: string; command: string };
}

const byHand = { portSetting: 'PORT', command: 'npm run host' };

export async function startHttpServer(
  functions: readonly HttpFunction[],
  options: HttpServerOptions,
  log: HostLog,
): Promise<HttpServer> {
  const { authenticate } = options;
  const sorted = functions.toSorted((a, b) => compareRoutes(a.template, b.template));
  const running = new Set<Promise<void>>();
  const server = createServer({ maxHeaderSize: maxHeaderBytes, keepAliveTimeout: keepAliveMs });
  server.on('request', (request, response) => {
    const answerIfLetIn = async () => {
      if (!(await authenticate?.(request, response))) await answer(sorted, request, response);
    };
    const answered = answerIfLetIn().catch((error: unknown) => {
      if (response.destroyed) return;
      log('error', 'host', `${request.method} ${request.url} could not be answered`, error);
      if (response.headersSent) response.destroy();
      else sendEmpty(response, 500);
    });
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });
  await listen(server, options);
  return { port: (server.address() as AddressInfo).port, close: (giveUp) => close(server, running, giveUp) };
}

async function listen(server: Server, { port, startedBy = byHand }: HttpServerOptions): Promise<void> {
  const { portSetting, command } = startedBy;
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new HostStartError(
        `Port ${port} is in use: choose another one with ${portSetting}, as in ${portSetting}=${port + 1} ${command}`,
      );
    }
    throw error;
  }
}

async function close(server: Server, running: Set<Promise<void>>, giveUp: Promise<void>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await Promise.race([Promise.all(running), giveUp]);
  server.closeAllConnections();
  await closed;
}

async function answer(
  functions: readonly HttpFunction[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = readUrl(request);
  if (!url) return sendEmpty(response, 400);
  const [path = ''] = url.slice(new URL(url).origin.length).split('?');
  for (const candidate of functions) {
    const params = candidate.methods.has(request.method ?? '') && matchRoute(candidate.template, path);
    if (!params) continue;
    const body = await readBody(request);
    if (!body) return sendEmpty(response, 413);
    const outcome = await candidate.run({
      input: { http: toHttpData(request, url, params, hasLength(request) ? body : Buffer.alloc(0)) },
      traceParent: readHeader(request, 'traceparent'),
      traceState: readHeader(request, 'tracestate'),
    });
    return outcome.succeeded ? sendReturnValue(response, outcome.returnValue) : sendEmpty(response, 500);
  }
  return sendEmpty(response, 404);
}

function readUrl(request: IncomingMessage): string | undefined {
  const target = request.url ?? '';
  const text = target.startsWith('/') ? `http://${request.headers.host}${target}` : target;
  return /^https?:/i.test(text) && URL.canParse(text) ? text : undefined;
}

function readHeader(request: IncomingMessage, name: string): string | undefined {
  return request.headersDistinct[name]?.[0];
}

/** `undefined` when it is larger than the runtime takes; read to its end even so, or the client could not hear why. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return sizeBytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

/** The runtime hands the worker a body only where its length is announced: a chunked one arrives empty. */
function hasLength(request: IncomingMessage): boolean {
  return Number(readHeader(request, 'content-length')) > 0;
}

function sendEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 }).end();
}
