/** The HTTP server: reads a request, lets a planned fault or the right door answer it, logs both. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerControl, controlPrefix } from './control-routes.ts';
import type { SimulatorCore } from './core.ts';
import type { Answer, GraphRequest } from './exchange.ts';
import { answerGraph } from './graph-door.ts';
import { graphError } from './graph-error.ts';
import { identityPath } from './identity-path.ts';
import { answerIdentity } from './identity-route.ts';
import { headersForLog, type RequestLogEntry } from './request-log.ts';
import { sendAnswer } from './send-answer.ts';

export async function listen(core: SimulatorCore, port: number): Promise<Server> {
  const server = createServer((message, response) => {
    void answer(core, message, response).catch(() => response.destroy());
  });
  // Node's 5 s make a pooled client meet a connection that is just closing: an unplanned fault.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function answer(
  core: SimulatorCore,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = message.url ?? '/';
  response.setHeader(
    'date',
    new Date(core.settings.clientNow().getTime() + core.settings.clockAheadMs).toUTCString(),
  );
  // Control requests are the tester's own: not logged, and no work that anybody waits for.
  const isControl = target.startsWith(controlPrefix);
  const end = isControl ? () => undefined : core.activity.begin();
  try {
    const request = await readRequest(message, target, core.settings.clientNow());
    if (!isControl) core.log.add(request.log);
    const made = isControl ? await answerControl(request, core) : await answerOrFail(request, core);
    if (!isControl) core.activity.changed();
    request.log.status = made.status;
    await sendAnswer(made, request, response);
  } finally {
    end();
  }
}

async function answerOrFail(request: GraphRequest, core: SimulatorCore): Promise<Answer> {
  const proper = async () =>
    request.path === identityPath ? answerIdentity(request, core) : await answerGraph(request, core);
  try {
    const fault = core.faults.take(request);
    if (fault === undefined) return await proper();
    request.log.fault = fault.name;
    return await fault.answer(request, proper);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return graphError(request, 500, 'SimulatorError', text);
  }
}

async function readRequest(message: IncomingMessage, target: string, at: Date): Promise<GraphRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const [rawPath = '/', ...rest] = target.split('?');
  const path = decode(rawPath);
  const method = message.method ?? 'GET';
  const clientId = message.headers['client-request-id'];
  const requestId = randomUUID();
  const log: RequestLogEntry = {
    time: at.toISOString(),
    method,
    path,
    target,
    headers: headersForLog(message.headers),
    withToken: /^Bearer ./i.test(message.headers.authorization ?? ''),
  };
  return {
    method,
    target,
    path,
    query: new URLSearchParams(rest.join('?')),
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    requestId,
    clientRequestId: typeof clientId === 'string' && /^[\w-]{1,64}$/.test(clientId) ? clientId : requestId,
    log,
    overrides: {},
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
