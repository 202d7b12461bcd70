/** In which form an answer is wanted: by the end of the path, and for problems also by what the client accepts. */

export type AnswerForm = 'html' | 'json' | 'csv';

const acceptsJson = /\bapplication\/(?:problem\+)?json\b/;
const suffix = /\.(json|csv)$/;

/** The path without the suffix that names a form: `/calls.json` is `/calls`, `/.json` is `/`. */
export function pathWithoutForm(url: URL): string {
  return url.pathname.replace(suffix, '');
}

export function formOf({ url }: Pick<Request, 'url'>): AnswerForm {
  const [, named] = suffix.exec(new URL(url).pathname) ?? [];
  return named === 'json' || named === 'csv' ? named : 'html';
}

/** A page is HTML to whoever asks for it; a program that asks for one is told in JSON why it does not get it. */
export function problemFormOf(request: Pick<Request, 'url' | 'headers'>): AnswerForm {
  const accepted = request.headers.get('accept') ?? '';
  return acceptsJson.test(accepted) && !accepted.includes('text/html') ? 'json' : formOf(request);
}
