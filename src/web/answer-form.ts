/** In which form an answer is wanted: by the end of the path, and for problems also by what the client accepts. */

export type AnswerForm = 'html' | 'json' | 'csv';

const suffix = /\.(json|csv)$/;

/** The path without the suffix that names a form: `/calls.json` is `/calls`, `/.json` is `/`. */
export function pathWithoutForm(url: URL): string {
  return url.pathname.replace(suffix, '');
}

export function formOf(request: Pick<Request, 'url' | 'headers'>): AnswerForm {
  const [, named] = suffix.exec(new URL(request.url).pathname) ?? [];
  if (named === 'json' || named === 'csv') return named;
  const accepted = request.headers.get('accept') ?? '';
  return accepted.includes('application/json') && !accepted.includes('text/html') ? 'json' : 'html';
}
