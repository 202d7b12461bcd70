/**
 * Stands between the app and Azurite: one HTTP server a service, which passes on what comes and plays the planned
 * faults. What it does is seen by the app as by a real network and a real storage account on a bad day.
 */
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Azurite } from '../../azurite.ts';
import type { StorageAccess } from '../../local-system.ts';
import { nameOperation, type StorageService } from './name-operation.ts';
import type { StorageFaultKind, StorageFaultPlan } from './storage-fault.ts';

const timeOutMs = 5000;
const slowMs = 1200;

interface WholeAnswer {
  status: number;
  headers: string[];
  body: Buffer;
}

export async function startStorageProxy(azurite: Azurite, plan: StorageFaultPlan): Promise<StorageAccess> {
  const agent = new Agent({ keepAlive: true });
  const servers: Server[] = [];
  let { connectionString } = azurite;
  const urls: [StorageService, string][] = [
    ['blob', azurite.blobUrl],
    ['queue', azurite.queueUrl],
    ['table', azurite.tableUrl],
  ];
  for (const [service, url] of urls) {
    const target = new URL(url);
    const server = createServer((message, response) => {
      void answer(service, target, message, response).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    connectionString = connectionString.replace(target.host, `127.0.0.1:${port}`);
  }

  async function answer(
    service: StorageService,
    target: URL,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const operation = nameOperation(service, message.method ?? '', message.url ?? '/');
    const fault = operation && plan.take(operation);
    const body = await readAll(message);
    switch (fault) {
      case 'busy':
        return refuse(service, 503, 'ServerBusy', response);
      case 'internal-error':
        return refuse(service, 500, 'InternalError', response);
      case 'forbidden':
        return refuse(service, 403, 'AuthorizationFailure', response);
      case 'reset-before':
        response.destroy();
        return;
      case 'no-answer':
        return;
      case 'time-out':
        await delay(timeOutMs, undefined, { ref: false });
        response.destroy();
        return;
    }
    return give(await passOn(target, message, body, agent), fault, response);
  }

  return {
    connectionString,
    async close() {
      agent.destroy();
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

async function give(
  answer: WholeAnswer,
  fault: StorageFaultKind | undefined,
  response: ServerResponse,
): Promise<void> {
  if (fault === 'answer-lost') return void response.destroy();
  if (fault === 'slow') await delay(slowMs, undefined, { ref: false });
  response.writeHead(answer.status, answer.headers);
  if (fault !== 'answer-cut') return void response.end(answer.body);
  response.flushHeaders();
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.destroy());
}

function passOn(target: URL, message: IncomingMessage, body: Buffer, agent: Agent): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    const onward = request({
      agent,
      host: target.hostname,
      port: target.port,
      method: message.method,
      path: message.url,
      headers: message.rawHeaders,
    });
    onward.once('error', reject);
    onward.once('response', (answer) => {
      readAll(answer).then(
        (whole) => resolve({ status: answer.statusCode ?? 502, headers: answer.rawHeaders, body: whole }),
        reject,
      );
    });
    onward.end(body);
  });
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** In the words of the service: https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2 */
function refuse(service: StorageService, status: number, code: string, response: ServerResponse): void {
  const isTable = service === 'table';
  const body = isTable
    ? JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: 'A planned fault.' } } })
    : `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>A planned fault.</Message></Error>`;
  response.writeHead(status, {
    'content-type': isTable ? 'application/json' : 'application/xml',
    'content-length': Buffer.byteLength(body),
    'x-ms-error-code': code,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
