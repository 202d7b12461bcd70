/**
 * Every request of the readers' app: gate → principal → rights → ticket → page and access log → headers. Nothing is
 * answered that did not pass all of it, but for /healthz and the files that pages load.
 */
import { type Context, Hono } from 'hono';
import pLimit from 'p-limit';
import type { AccessEntry } from '../model/access-entry.ts';
import { secondMs } from '../model/durations.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import { askTicketPage, ticketMissing } from './access/ask-ticket.ts';
import type { PlatformGate } from './access/platform-gate.ts';
import { isMeantFor, parsePrincipal, principalHeader } from './access/principal.ts';
import { gateClosed, noRole, noRolePage, notSignedIn, otherApp, outsideOfRole } from './access/refusals.ts';
import { findReaderRoles, type ReaderRole, type Rights, rightsOf } from './access/rights.ts';
import { ticketIn, ticketOf } from './access/ticket.ts';
import { formOf, pathWithoutForm } from './answer-form.ts';
import { explainFault } from './explain-fault.ts';
import { addHeaders } from './headers.ts';
import { lookAt } from './look-at.ts';
import type { Html, Look, Page } from './page.ts';
import { type HttpProblem, makeProblem } from './problem.ts';
import { readForm } from './read-form.ts';
import { respond, respondProblem } from './respond.ts';
import type { Seen } from './seen/seen.ts';
import { makeStaticAnswers, type StaticFiles } from './static-files.ts';

export interface ServeTools {
  pages: readonly Page[];
  staticFiles: StaticFiles;
  gate: PlatformGate;
  makeSeen(rights: Rights): Seen;
  noteLook(entry: AccessEntry): Promise<void>;
  note: NoteEvent;
  now(): Date;
  asksTicket: boolean;
  /** IANA. */
  timeZone: string;
  publicOrigin: string;
  /** The app's id in Entra: a principal of another app is refused. `undefined`: that is for the platform. */
  clientId: string | undefined;
}

/** Longer than any page takes that is not in trouble. */
const maxLookMs = 30 * secondMs;
/** Each look may hold a record; the others wait their turn. */
const looksAtOnce = 16;
/** With more, a reader is asked to come back rather than kept waiting. */
const maxLooksWaiting = 1000;

const unknownPage = makeProblem('unknown-page', 404, 'No such page', 'There is nothing at this address.');
const tooBusy = makeProblem(
  'too-busy',
  503,
  'Too many at once',
  'Too many pages are asked for at this moment.',
  {
    retryAfterSeconds: 5,
  },
);

/** Never throws: what goes wrong is answered as a problem. */
export function makeServe(tools: ServeTools): (request: Request) => Promise<Response> {
  const { note } = tools;
  const statics = makeStaticAnswers(tools.staticFiles);
  const limit = pLimit(looksAtOnce);
  const app = new Hono({ getPath: ({ url }) => pathWithoutForm(new URL(url)) });

  function refuse({ req }: Context, problem: HttpProblem, look?: Look, main?: Html): Promise<Response> {
    const options = { form: formOf(req.raw), assetUrl: statics.urlOf, look };
    return respondProblem(problem, main === undefined ? options : { ...options, main });
  }

  async function show(page: Page, context: Context): Promise<Response> {
    const { req } = context;
    const principal = parsePrincipal(req.raw.headers.get(principalHeader));
    if (!principal) return refuse(context, notSignedIn);
    if (!isMeantFor(tools.clientId, principal)) return refuse(context, otherApp);
    const roles = findReaderRoles(principal.roles);
    if (roles.length === 0) return refuse(context, noRole, undefined, noRolePage());
    const posted = req.method === 'POST' ? await readForm(req.raw, tools.publicOrigin) : { form: undefined };
    const look = makeLook(context, { id: principal.id, name: principal.name }, roles, posted);
    if ('problem' in posted) return refuse(context, posted.problem, look);
    if (!page.isFor(look.rights)) return refuse(context, outsideOfRole, look);
    const form = formOf(req.raw);
    if (form === 'csv' && !page.csv) return refuse(context, unknownPage, look);
    if (tools.asksTicket && look.ticket === undefined && page.subject(look)) {
      return refuse(context, ticketMissing, look, askTicketPage(look));
    }
    if (limit.pendingCount > maxLooksWaiting) return refuse(context, tooBusy, look);
    const answer = await limit(() => lookAt(page, look, roles, tools));
    return respond(page, answer, look, { form, assetUrl: statics.urlOf });
  }

  function makeLook(
    { req }: Context,
    reader: Look['reader'],
    roles: readonly ReaderRole[],
    posted: object,
  ): Look {
    const url = new URL(req.url);
    const rights = rightsOf(roles);
    const form = 'form' in posted && posted.form instanceof URLSearchParams ? posted.form : undefined;
    // A ticket that is posted goes into the address, where every link keeps it.
    const ticket = ticketOf(url) ?? (form && ticketIn(form));
    if (ticket !== undefined) url.searchParams.set('ticket', ticket);
    return {
      url,
      params: req.param(),
      form,
      rights,
      reader,
      zone: zoneOf(url, req.raw.headers.get('cookie')) ?? tools.timeZone,
      now: tools.now(),
      signal: AbortSignal.any([req.raw.signal, AbortSignal.timeout(maxLookMs)]),
      ticket,
      seen: tools.makeSeen(rights),
    };
  }

  app.get(
    '/healthz',
    () => new Response('ok\n', { headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  );
  app.use(async (context, next) => {
    const reason = await tools.gate.findReason();
    if (reason !== undefined) return refuse(context, gateClosed(reason));
    return next();
  });
  app.get(
    statics.path,
    (context) => statics.answer(context.req.param('name') ?? '') ?? refuse(context, unknownPage),
  );
  for (const page of tools.pages) {
    const methods = page.takesForm ? ['GET', 'POST'] : ['GET'];
    app.on(methods, page.path, (context) => show(page, context));
    app.all(page.path, async (context) => {
      const allow = page.takesForm ? 'GET, HEAD, POST' : 'GET, HEAD';
      const response = await refuse(
        context,
        makeProblem('wrong-method', 405, 'Not so', `This page takes ${allow}.`),
      );
      response.headers.set('allow', allow);
      return response;
    });
  }
  app.notFound((context) => refuse(context, unknownPage));
  app.onError((error, context) => {
    const { problem, event, facts } = explainFault(error);
    note(event, facts);
    return refuse(context, problem);
  });

  return async (request) => addHeaders(tools.gate.answerProbe(request.headers) ?? (await app.fetch(request)));
}

/** The address counts before the cookie. */
function zoneOf(url: URL, cookies: string | null): string | undefined {
  const [, cookie] = /(?:^|;\s*)zone=([^;]*)/.exec(cookies ?? '') ?? [];
  return parseZone(url.searchParams.get('zone')) ?? parseZone(cookie?.replaceAll('%2F', '/'));
}

function parseZone(zone: string | null | undefined): string | undefined {
  if (!zone) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
