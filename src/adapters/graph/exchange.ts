/** One HTTP exchange with Graph: the request goes out, the whole answer comes in. Redirects are not followed. */
import { promisify } from 'node:util';
import { gunzip, gunzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { giveBack, ownMemoryBytes } from '../../bytes/give-back.ts';
import { GraphError } from '../../errors.ts';

export interface RawAnswer {
  status: number;
  /** Decompressed. */
  bytes: Uint8Array;
  requestId: string | undefined;
  free(): void;
  /** Empty when there is none; joined by commas when it came several times. */
  retryAfter: string;
}

/** More than any page of Graph; what is larger is not read to its end. */
const maxAnswerBytes = 64 * 1024 * 1024;
/** Below this, handing the work to another thread costs more than the work. */
const smallBytes = 256 * 1024;
const largestChunkBytes = 4 * 1024 * 1024;

const unzip = promisify(gunzip);

interface Received {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** As it came; the memory is the connection's. */
  chunks: Buffer[];
}

/** Throws GraphError "unavailable" when no whole answer comes within `timeoutMs`. */
export async function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<RawAnswer> {
  try {
    const { status, headers, chunks } = await receive(dispatcher, options, timeoutMs);
    const isZipped = headerText(headers['content-encoding'])?.toLowerCase() === 'gzip';
    const requestId = headerText(headers['request-id']);
    const bytes = isZipped && chunks.length > 0 ? await decompress(chunks, status) : Buffer.concat(chunks);
    return {
      status,
      bytes,
      free: () => giveBack(bytes),
      retryAfter: [headers['retry-after'] ?? []].flat().join(', '),
      requestId: requestId && /^[\w-]{1,64}$/.test(requestId) ? requestId : undefined,
    };
  } catch (cause) {
    throw new GraphError('Asking Graph: the connection failed or the answer broke off', {
      meaning: 'unavailable',
      cause,
    });
  }
}

/** Collects the answer without a stream for each: there are many, and most are small. */
function receive(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<Received> {
  const answer = Promise.withResolvers<Received>();
  let control: Dispatcher.DispatchController | undefined;
  let late: Error | undefined;
  const timer = setTimeout(() => {
    late = new Error(`the answer took over ${timeoutMs} ms`);
    answer.reject(late);
    control?.abort(late);
  }, timeoutMs);
  const chunks: Buffer[] = [];
  let length = 0;
  let status = 0;
  let headers: Received['headers'] = {};
  dispatcher.dispatch(options, {
    onRequestStart(controller) {
      control = controller;
      // It waited for a connection until nobody wanted its answer any longer: Graph is not asked.
      if (late) controller.abort(late);
    },
    onResponseStart(_controller, statusCode, received) {
      status = statusCode;
      headers = received;
    },
    onResponseData(controller, chunk) {
      length += chunk.length;
      if (length > maxAnswerBytes) controller.abort(new Error(`the answer is over ${maxAnswerBytes} bytes`));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      clearTimeout(timer);
      answer.resolve({ status, headers, chunks });
    },
    onResponseError(_controller, error) {
      clearTimeout(timer);
      if (isError(status)) answer.resolve({ status, headers, chunks });
      else answer.reject(error);
    },
  });
  return answer.promise;
}

/** What such an answer has to say is in its status and its headers, how long to wait among it: the body may be broken. */
function isError(status: number): boolean {
  return status >= 400;
}

async function decompress(chunks: Buffer[], status: number): Promise<Uint8Array> {
  // Most answers are one.
  const [first] = chunks;
  const body = first && chunks.length === 1 ? first : Buffer.concat(chunks);
  // A gzip file ends with its length unpacked: with room for that, and no more, the output is one piece.
  const unzippedBytes = body.length < 4 ? 0 : body.readUInt32LE(body.length - 4);
  const chunkSize = Math.min(largestChunkBytes, Math.max(ownMemoryBytes, unzippedBytes + 64));
  const options = { chunkSize, maxOutputLength: maxAnswerBytes };
  try {
    return unzippedBytes <= smallBytes ? gunzipSync(body, options) : await unzip(body, options);
  } catch (error) {
    if (!isError(status)) throw error;
    return Buffer.concat(chunks);
  } finally {
    if (body !== first) giveBack(body);
  }
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
