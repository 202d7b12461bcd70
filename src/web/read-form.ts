/** What is posted: a small form of our own pages, or the same members as JSON. */
import { type HttpProblem, makeProblem } from './problem.ts';

const maxFormBytes = 8 * 1024;

export type PostedForm =
  | { form: URLSearchParams | undefined; problem?: never }
  | { form?: never; problem: HttpProblem };

/** Only what comes from a page of this origin is read: a form elsewhere must not search in the name of a reader. */
export async function readForm(request: Request, publicOrigin: string): Promise<PostedForm> {
  if (!isSameOrigin(request, publicOrigin)) {
    return { problem: makeProblem('other-origin', 'Only a page of this app can send a form here.') };
  }
  const body = await readSmall(request);
  if (body === undefined) {
    const detail = `At most ${maxFormBytes / 1024} KiB can be sent.`;
    return { problem: makeProblem('form-too-large', detail) };
  }
  const form = parseForm(request.headers.get('content-type') ?? '', body);
  if (form) return { form };
  const detail = 'Send a form (application/x-www-form-urlencoded) or a JSON object of texts.';
  return { problem: makeProblem('not-a-form', detail) };
}

/** `undefined` when it is too long; the rest of it is not read. */
async function readSmall({ headers, body }: Request): Promise<string | undefined> {
  if (Number(headers.get('content-length')) > maxFormBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxFormBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Browsers say where a request comes from, and no page can change it; older ones say its origin only. */
function isSameOrigin({ url, headers }: Request, publicOrigin: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && [publicOrigin, new URL(url).origin].includes(origin);
}

function parseForm(contentType: string, text: string): URLSearchParams | undefined {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (type.trim() === 'application/x-www-form-urlencoded') return new URLSearchParams(text);
  if (type.trim() !== 'application/json') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const members = Object.entries(value);
    if (!members.every((member): member is [string, string] => typeof member[1] === 'string'))
      return undefined;
    return new URLSearchParams(members);
  } catch {
    return undefined;
  }
}
