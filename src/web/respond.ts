/** An answer in the form that is wanted. */
import type { AnswerForm } from './answer-form.ts';
import { type Answer, type Html, type Look, linkTo, type Page } from './page.ts';
import { layout } from './parts/layout.ts';
import { problemPage } from './parts/problem-page.ts';
import type { HttpProblem } from './problem.ts';

type AssetUrl = (name: string) => string;

const jsonType = 'application/json; charset=utf-8';

/** What a page answered to a reader. */
export async function respond(
  page: Page,
  answer: Exclude<Answer<unknown>, { kind: 'problem' }>,
  look: Look,
  { form, assetUrl }: { form: AnswerForm; assetUrl: AssetUrl },
): Promise<Response> {
  switch (answer.kind) {
    case 'data':
      if (form === 'json')
        return send(answer.status ?? 200, jsonType, `${JSON.stringify(answer.data, undefined, 2)}\n`);
      if (form === 'csv') return send(200, 'text/csv; charset=utf-8', page.csv?.(answer.data, look) ?? '');
      return sendHtml(answer.status ?? 200, { ...page.html(answer.data, look), look, assetUrl });
    case 'redirect':
      return new Response(null, { status: 303, headers: { location: linkTo(look, answer.to) } });
    case 'file':
      // Read to its end before it goes out: what fails on the way can still be said.
      return new Response(await new Response(ReadableStream.from(answer.bytes)).bytes(), {
        headers: {
          'content-type': answer.contentType,
          'content-disposition': `attachment; filename="${answer.name.replace(/[^\w.-]/g, '_')}"`,
        },
      });
  }
}

/** `main`: what the page shows in place of the problem's own words. `look`: absent for somebody unknown. */
export async function respondProblem(
  problem: HttpProblem,
  options: { form: AnswerForm; assetUrl: AssetUrl; look?: Look | undefined; main?: Html },
): Promise<Response> {
  const { form, assetUrl, look, main = problemPage(problem) } = options;
  const { retryAfterSeconds, ...said } = problem;
  const response =
    form === 'html'
      ? await sendHtml(problem.status, { title: problem.title, main, look, assetUrl })
      : send(
          problem.status,
          'application/problem+json; charset=utf-8',
          `${JSON.stringify(said, undefined, 2)}\n`,
        );
  if (retryAfterSeconds !== undefined) response.headers.set('retry-after', String(retryAfterSeconds));
  return response;
}

async function sendHtml(status: number, frame: Parameters<typeof layout>[0]): Promise<Response> {
  return send(status, 'text/html; charset=utf-8', String(await layout(frame)));
}

function send(status: number, contentType: string, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': contentType } });
}
