/** Nothing before the app compresses what it answers, and pages are mostly words of their own. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipped = promisify(gzip);

/** Less would not become smaller by more than its headers. */
const minBytes = 1024;
/** Nearly as small as the most, for half of its time. */
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
