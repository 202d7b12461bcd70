/** Faults as data: what goes wrong with one answer. A new fault is a maker here and an entry in fault-kinds.ts. */
import type { Answer, GraphRequest, WireFault } from '../exchange.ts';
import { graphContentType, jsonAnswer } from '../exchange.ts';
import { graphError, graphErrorText } from '../graph-error.ts';

export interface Fault {
  readonly name: string;
  /** Makes the answer; `proper` is what Graph would have answered, made only on demand. */
  answer(request: GraphRequest, proper: () => Promise<Answer>): Answer | Promise<Answer>;
}

/** 429 with `Retry-After`: seconds, a date (sent as an HTTP date), or a text sent as it is; none when undefined. */
export function throttle(retryAfter?: number | Date | string): Fault {
  const value = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter;
  return {
    name: 'throttle',
    answer: (request) =>
      graphError(
        request,
        429,
        'TooManyRequests',
        'Too many requests.',
        value === undefined ? {} : { 'retry-after': String(value) },
      ),
  };
}

/** That status with an error object of Graph's shape. */
export function status(code: number, body?: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return {
    name: `status-${code}`,
    answer: (request) =>
      jsonAnswer(code, body ?? graphErrorText(request, errorCodes[code] ?? 'UnknownError', ''), headers),
  };
}

/** The connection ends without any answer. */
export const dropConnection = (): Fault => onTheWire('drop-connection', { kind: 'drop' });

/** Status and headers arrive, then the connection ends. */
export const cutBeforeBody = (): Fault => onTheWire('cut-before-body', { kind: 'cut', fraction: 0 });

/** The connection ends after that share (0 to 1) of the bytes on the wire. */
export const cutInBody = (fraction = 0.5): Fault => onTheWire('cut-in-body', { kind: 'cut', fraction });

/** Every byte of the body arrives, and the connection ends before the answer does. */
export const cutAfterBody = (): Fault => onTheWire('cut-after-body', { kind: 'cut-after-body' });

/** A complete HTTP answer whose gzip stream is not complete. */
export const truncatedGzip = (): Fault => onTheWire('truncated-gzip', { kind: 'truncate-gzip' });

/** This many bytes of the body arrive, then nothing more; the connection stays. */
export const stall = (afterBytes = 0): Fault => onTheWire('stall', { kind: 'stall', afterBytes });

/** A complete HTTP answer whose JSON breaks off. */
export function truncatedJson(fraction = 0.6): Fault {
  return {
    name: 'truncated-json',
    async answer(_request, proper) {
      const answer = await proper();
      const text = String(answer.body);
      return {
        ...answer,
        body: text.slice(0, Math.min(text.length - 1, Math.floor(text.length * fraction))),
      };
    },
  };
}

/** What a gateway in between may say. */
export function html200(): Fault {
  return {
    name: 'html-200',
    answer: () => ({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body><h1>We will be right back</h1></body></html>',
    }),
  };
}

export function error200(): Fault {
  return {
    name: 'error-200',
    answer: (request) =>
      jsonAnswer(200, graphErrorText(request, 'generalException', 'An error occurred sending the request.')),
  };
}

/** Any body with status 200. */
export function body(text: string, contentType = graphContentType): Fault {
  return {
    name: 'body',
    answer: () => ({ status: 200, headers: { 'content-type': contentType }, body: text }),
  };
}

/** Another call's id in an otherwise proper record. */
export function wrongId(id = 'ffffffff-ffff-4fff-8fff-ffffffffffff'): Fault {
  return {
    name: 'wrong-id',
    answer(request, proper) {
      request.overrides.recordId = id;
      return proper();
    },
  };
}

export function redirect(url: string, code = 302): Fault {
  return { name: 'redirect', answer: () => ({ status: code, headers: { location: url }, body: '' }) };
}

/** The answer's next link, present or not, is this one. */
export function replaceNextLink(url: string): Fault {
  return {
    name: 'replace-next-link',
    answer(request, proper) {
      request.overrides.nextLink = url;
      return proper();
    },
  };
}

/** The answer links to itself, each time under another link: followed, it comes again without end. */
export function endlessLinks(origin: string): Fault {
  let links = 0;
  return {
    name: 'endless-links',
    answer(request, proper) {
      links += 1;
      const target = request.target.replace(/&again=\d+$/, '');
      request.overrides.nextLink = `${origin}${target}&again=${links}`;
      return proper();
    },
  };
}

export function slow(ms: number): Fault {
  return {
    name: 'slow',
    async answer(_request, proper) {
      // A simulator that is closed in the meantime does not wait for it.
      await new Promise((resolve) => setTimeout(resolve, ms).unref());
      return proper();
    },
  };
}

const errorCodes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Forbidden',
  404: 'UnknownError',
  409: 'Conflict',
  410: 'Gone',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

function onTheWire(name: string, wire: WireFault): Fault {
  return { name, answer: async (_request, proper) => ({ ...(await proper()), wire }) };
}
