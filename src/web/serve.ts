/**
 * Every request of the readers' app: the gate first, then the page by its path; headers and compression on whatever is answered.
 * Only /healthz is answered while the gate is closed.
 */
import { Hono } from 'hono';
import type { PlatformGate } from './access/platform-gate.ts';
import { gateClosed } from './access/refusals.ts';
import { pathWithoutForm, problemFormOf } from './answer-form.ts';
import { compress } from './compress.ts';
import { explainFault } from './explain-fault.ts';
import { addHeaders } from './headers.ts';
import type { Page } from './page.ts';
import { type HttpProblem, makeProblem, unknownPage } from './problem.ts';
import { respondProblem } from './respond.ts';
import { makeShowPage, type ShowTools } from './show-page.ts';
import { makeStaticAnswers, type StaticFiles } from './static-files.ts';

export interface ServeTools extends ShowTools {
  pages: readonly Page[];
  staticFiles: StaticFiles;
  gate: PlatformGate;
}

/** Never throws: what goes wrong is answered as a problem. */
export function makeServe(tools: ServeTools): (request: Request) => Promise<Response> {
  const { gate, note } = tools;
  const statics = makeStaticAnswers(tools.staticFiles);
  const showPage = makeShowPage(tools, statics.urlOf);
  const app = new Hono({ getPath: ({ url }) => pathWithoutForm(new URL(url)) });

  function refuse(request: Request, problem: HttpProblem): Promise<Response> {
    return respondProblem(problem, { form: problemFormOf(request), assetUrl: statics.urlOf });
  }

  function fail(request: Request, error: unknown): Promise<Response> {
    const { problem, event, facts } = explainFault(error);
    note(event, facts);
    return refuse(request, problem);
  }

  app.get('/healthz', async ({ req }, next) => {
    if (new URL(req.url).pathname !== '/healthz') return next();
    return new Response('ok\n', { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  });
  app.use(async ({ req }, next) => {
    const reason = await gate.findReason();
    return reason === undefined ? next() : refuse(req.raw, gateClosed(reason));
  });
  app.get(statics.path, ({ req }) => {
    const [version = '', name = ''] = [req.param('version'), req.param('name')];
    return statics.answer(version, name) ?? refuse(req.raw, unknownPage);
  });
  for (const page of tools.pages) {
    const methods = page.takesForm ? ['GET', 'POST'] : ['GET'];
    app.on(methods, page.path, ({ req }) => showPage(page, req.raw, req.param()));
    app.all(page.path, async ({ req }) => {
      const allow = ['GET', 'HEAD', ...methods.slice(1)].join(', ');
      const response = await refuse(req.raw, wrongMethod(allow));
      response.headers.set('allow', allow);
      return response;
    });
  }
  app.notFound(({ req }) => refuse(req.raw, unknownPage));
  app.onError((error, { req }) => fail(req.raw, error));

  async function answer(request: Request): Promise<Response> {
    try {
      return gate.answerProbe(request.headers) ?? (await app.fetch(request));
    } catch (error) {
      // Hono hands an Error to onError, and throws whatever else was thrown.
      return fail(request, error);
    }
  }

  const answerWhole = async (request: Request) => addHeaders(await compress(request, await answer(request)));
  return async (request) =>
    request.method === 'HEAD'
      ? withoutBody(await answerWhole(new Request(request, { method: 'GET' })))
      : answerWhole(request);
}

/** What HEAD answers: the headers of the whole, with its length. */
async function withoutBody(response: Response): Promise<Response> {
  const { status, headers } = response;
  headers.set('content-length', String((await response.bytes()).length));
  return new Response(null, { status, headers });
}

function wrongMethod(allow: string): HttpProblem {
  return makeProblem('wrong-method', `This page takes ${allow}.`);
}
