/**
 * A small server on loopback that remembers what it was asked: an endpoint that Graph calls back, an authority that stamps, or
 * a place no token may go to.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { serveLocally } from './serve-locally.ts';

export interface HeardRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export type AnswerRequest = (request: HeardRequest, response: ServerResponse) => unknown;

export interface Listener {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  heard: HeardRequest[];
  close(): Promise<void>;
}

export async function startListener(answer: AnswerRequest): Promise<Listener> {
  const heard: HeardRequest[] = [];
  const server = createServer(async (message, response) => {
    const { method = '', url = '/', headers } = message;
    const body = await buffer(message);
    const request = { method, url: new URL(url, 'http://127.0.0.1'), headers, body };
    heard.push(request);
    await answer(request, response);
  });
  const { host, close } = await serveLocally(server);
  return {
    origin: `http://${host}`,
    heard,
    close,
  };
}

/** Graph's validation handshake as an endpoint must answer it. */
export const answerValidation: AnswerRequest = ({ url }, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(url.searchParams.get('validationToken'));
};
