/** Stands for the deployed app: answers its routes as a test says, on loopback, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll } from '@jest/globals';
import { serveLocally } from './serve-locally.ts';

export interface AskedRoute {
  /** `POST /api/backfill` */
  route: string;
  headers: IncomingHttpHeaders;
  /** Parsed JSON; absent with GET. */
  body?: unknown;
}

export interface FakeReply {
  status?: number;
  headers?: Record<string, string>;
  /** A text is sent as it is, everything else as JSON. */
  body: unknown;
}

export interface FakeApp {
  url: string;
  asked: AskedRoute[];
  close(): Promise<void>;
}

/** `undefined` for a request that is never answered. */
type AnswerRoute = (asked: AskedRoute) => FakeReply | undefined;

/** To be called at the top of a test file. Gives an app each time; they are closed after the last test. */
export function useFakeApps(): (answer: AnswerRoute) => Promise<FakeApp> {
  const started: FakeApp[] = [];
  afterAll(() => Promise.all(started.map((app) => app.close())));
  return async (answer) => {
    const app = await startFakeApp(answer);
    started.push(app);
    return app;
  };
}

async function startFakeApp(answer: AnswerRoute): Promise<FakeApp> {
  const asked: AskedRoute[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const sent = await text(request);
    const one = { route: `${method} ${url}`, headers, ...(sent && { body: JSON.parse(sent) }) };
    asked.push(one);
    const reply = answer(one);
    if (!reply) return;
    const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response
      .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
      .end(body);
  });
  const { host, close } = await serveLocally(server);
  return {
    url: `http://${host}`,
    asked,
    close,
  };
}
