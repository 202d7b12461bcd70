/** A caller of the simulator, and an endpoint for its notifications, both as plain as can be. */
import { createServer } from 'node:http';
import { z } from 'zod';
import type { GraphSimulator } from '../../local/graph-simulator/start-graph-simulator.ts';
import { serveLocally } from '../support/serve-locally.ts';

/** Any JSON object. */
const anyObject = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof anyObject>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: () => JsonObject;
}

export interface GraphClient {
  /** `target` is a path after the version, or a whole URL. */
  get(target: string, headers?: Record<string, string>): Promise<Reply>;
  send(method: string, target: string, body?: unknown): Promise<Reply>;
}

export async function makeGraphClient(simulator: GraphSimulator, version = 'v1.0'): Promise<GraphClient> {
  const authorization = `Bearer ${await fetchToken(simulator)}`;
  const urlOf = (target: string) =>
    target.startsWith('http') ? target : `${simulator.origin}/${version}${target}`;
  return {
    async get(target, headers = {}) {
      return readReply(
        await fetch(urlOf(target), { headers: { authorization, ...headers }, redirect: 'manual' }),
      );
    },
    async send(method, target, body) {
      return readReply(
        await fetch(urlOf(target), {
          method,
          headers: { authorization, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    },
  };
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => anyObject.parse(JSON.parse(text)),
  };
}

export async function fetchToken(
  simulator: GraphSimulator,
  resource = 'https://graph.microsoft.com',
): Promise<string> {
  const url = `${simulator.identityEndpoint}?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`;
  const response = await fetch(url, { headers: { 'X-IDENTITY-HEADER': simulator.identityHeader } });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

/** The `code` of Graph's error object. */
export function errorOf(reply: Reply): { code: string; message: string } {
  return z
    .object({
      error: z.object({
        code: z.string(),
        message: z.string(),
        innerError: z.object({ date: z.string(), 'request-id': z.string(), 'client-request-id': z.string() }),
      }),
    })
    .parse(reply.json()).error;
}

export interface Received {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: string;
}

export interface Endpoint {
  readonly origin: string;
  readonly received: readonly Received[];
  /** Bodies of notifications, without the handshakes. */
  notifications(): JsonObject[];
  /** How the next requests are answered; undefined is as it should be. */
  behave(answer: ((request: Received) => EndpointAnswer | undefined) | undefined): void;
  close(): Promise<void>;
}

export interface EndpointAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly body?: string;
}

/** Does what Graph wants: gives validation tokens back, accepts notifications. */
export async function startEndpoint(): Promise<Endpoint> {
  const received: Received[] = [];
  let behaviour: ((request: Received) => EndpointAnswer | undefined) | undefined;
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk) => chunks.push(chunk));
    message.on('end', () => {
      const url = new URL(message.url ?? '/', 'http://localhost');
      const request = {
        path: url.pathname,
        query: url.searchParams,
        contentType: message.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString(),
      };
      received.push(request);
      const answer = behaviour?.(request) ?? properAnswer(request);
      response.writeHead(answer.status, { 'content-type': answer.contentType ?? 'text/plain' });
      response.end(answer.body ?? '');
    });
  });
  const { host, close } = await serveLocally(server);
  return {
    origin: `http://${host}`,
    received,
    notifications: () =>
      received
        .filter((one) => !one.query.has('validationToken'))
        .map((one) => anyObject.parse(JSON.parse(one.body))),
    behave(answer) {
      behaviour = answer;
    },
    close,
  };
}

function properAnswer({ query }: Received): EndpointAnswer {
  const token = query.get('validationToken');
  return token === null ? { status: 202 } : { status: 200, body: token };
}
