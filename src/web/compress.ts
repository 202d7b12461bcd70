/** Nothing in front of the app compresses its answers, and most of a page is the same as of every other. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipped = promisify(gzip);

/** A smaller body would save less than the headers cost. */
const minBytes = 1024;
/** Nearly as small as the highest level makes it, in half the time. */
const level = 4;
const compressible = /^(?:text\/|application\/(?:problem\+)?json|image\/svg)/;

/** The answer in gzip, where the client takes it and it is worth it. */
export async function compress(request: Pick<Request, 'headers'>, response: Response): Promise<Response> {
  const { headers, status } = response;
  if (response.body === null || !compressible.test(headers.get('content-type') ?? '')) return response;
  headers.append('vary', 'accept-encoding');
  if (!takesGzip(request.headers.get('accept-encoding') ?? '')) return response;
  const body = await response.bytes();
  if (body.length < minBytes) return new Response(body, { status, headers });
  headers.set('content-encoding', 'gzip');
  return new Response(await gzipped(body, { level }), { status, headers });
}

function takesGzip(accepted: string): boolean {
  const found = /(?:^|,)\s*gzip\s*(?:;\s*q=([\d.]+)\s*)?(?:,|$)/i.exec(accepted);
  return found !== null && Number(found[1] ?? 1) > 0;
}
