/** Writes an answer to the socket as Graph does (gzip when the client takes it), or as badly as a fault wants. */
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer, GraphRequest, WireFault } from './exchange.ts';

const compress = promisify(gzip);

export async function sendAnswer(
  answer: Answer,
  request: GraphRequest,
  response: ServerResponse,
): Promise<void> {
  const plain = Buffer.from(answer.body);
  const zip = plain.length > 0 && (acceptsGzip(request) || answer.wire?.kind === 'truncate-gzip');
  let bytes: Buffer = zip ? await compress(plain) : plain;
  if (answer.wire?.kind === 'truncate-gzip') bytes = bytes.subarray(0, Math.floor(bytes.length * 0.6));

  response.writeHead(answer.status, {
    'request-id': request.requestId,
    'client-request-id': request.clientRequestId,
    vary: 'Accept-Encoding',
    ...answer.headers,
    ...(zip ? { 'content-encoding': 'gzip' } : {}),
    // Graph sends compressed answers in chunks; a plain one has its length here.
    ...(zip || answer.status === 204 || answer.wire?.kind === 'cut-after-body'
      ? {}
      : { 'content-length': bytes.length }),
  });
  // A client that has left in the meantime no longer emits that it left.
  if (!response.closed) await write(bytes, answer.wire, response);
}

async function write(bytes: Buffer, wire: WireFault | undefined, response: ServerResponse): Promise<void> {
  switch (wire?.kind) {
    case 'drop':
      response.destroy();
      return;
    case 'cut':
      await writePart(
        bytes.subarray(0, Math.min(bytes.length - 1, Math.floor(bytes.length * wire.fraction))),
        response,
      );
      response.destroy();
      return;
    case 'cut-after-body':
      // Sent in chunks: the last one, which says that it is the last, does not come.
      await writePart(bytes, response);
      response.destroy();
      return;
    case 'stall':
      await writePart(bytes.subarray(0, Math.min(bytes.length - 1, wire.afterBytes)), response);
      return;
    default:
      await new Promise<void>((resolve) => {
        response.once('close', () => resolve());
        response.end(bytes, () => resolve());
      });
  }
}

/** Resolves when the bytes have left for the client. */
function writePart(bytes: Buffer, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => resolve());
    if (bytes.length === 0) {
      response.flushHeaders();
      // The headers are on their way a turn later; ending at once would take them back.
      setTimeout(resolve, 5);
    } else {
      response.write(bytes, () => resolve());
    }
  });
}

function acceptsGzip({ headers }: GraphRequest): boolean {
  return String(headers['accept-encoding'] ?? '')
    .split(',')
    .some((coding) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));
}
