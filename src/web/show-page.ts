/** One request for a page: principal → rights → form → ticket → look and access log → the answer in its form. */
import pLimit from 'p-limit';
import { untilAborted } from '../concurrency/until-aborted.ts';
import { secondMs } from '../model/durations.ts';
import { askTicketPage, ticketMissing } from './access/ask-ticket.ts';
import { isMeantFor, parsePrincipal, principalHeader } from './access/principal.ts';
import { noRole, noRolePage, notSignedIn, otherApp, outsideOfRole } from './access/refusals.ts';
import { findReaderRoles, type Rights, rightsOf } from './access/rights.ts';
import { ticketIn, ticketOf } from './access/ticket.ts';
import { type AnswerForm, formOf, problemFormOf } from './answer-form.ts';
import { type LookTools, lookAt } from './look-at.ts';
import type { Html, Look, Page } from './page.ts';
import { type HttpProblem, makeProblem, unknownPage } from './problem.ts';
import { type PostedForm, readForm } from './read-form.ts';
import { respond, respondProblem } from './respond.ts';
import type { Seen } from './seen/seen.ts';
import { zoneOf } from './zone-of.ts';

export interface ShowTools extends LookTools {
  makeSeen(rights: Rights): Seen;
  now(): Date;
  /** Whether nobody and no call is shown without a ticket. */
  asksTicket: boolean;
  /** IANA. */
  timeZone: string;
  /** Where forms come from. */
  publicOrigin: string;
  /** How long a look may take from its turn on. */
  maxLookMs?: number;
  /** How long it may wait for its turn. */
  maxWaitMs?: number;
  /** The app's id in Entra: a principal of another app is refused. `undefined`: that is for the platform. */
  clientId: string | undefined;
}

/** `params`: the parts of the path that the page's path names. Faults of reading and of making the page pass through. */
export type ShowPage = (page: Page, request: Request, params: Look['params']) => Promise<Response>;

/** Longer than any page takes that is not in trouble. */
const defaultMaxLookMs = 30 * secondMs;
const defaultMaxWaitMs = 20 * secondMs;
/** Each look may hold a record; the others wait their turn. */
const looksAtOnce = 16;
/** With more, or after `maxWaitMs`, a reader is asked to come back rather than kept waiting. */
const maxLooksWaiting = 1000;

const tooBusy = makeProblem('too-busy', 'Too many pages are asked for at this moment.', {
  retryAfterSeconds: 5,
});

export function makeShowPage(tools: ShowTools, assetUrl: (name: string) => string): ShowPage {
  const { maxLookMs = defaultMaxLookMs, maxWaitMs = defaultMaxWaitMs } = tools;
  const limit = pLimit(looksAtOnce);

  return async (page, request, params) => {
    const [form, problemForm] = [formOf(request), problemFormOf(request)];
    const refuse = (problem: HttpProblem, shown: { look?: Look; main?: Html } = {}) =>
      respondProblem(problem, { form: problemForm, assetUrl, ...shown });

    const principal = parsePrincipal(request.headers.get(principalHeader));
    if (!principal) return refuse(notSignedIn);
    if (!isMeantFor(tools.clientId, principal)) return refuse(otherApp);
    const roles = findReaderRoles(principal.roles);
    if (roles.length === 0) return refuse(noRole, { main: noRolePage() });

    const posted: PostedForm =
      request.method === 'POST' ? await readForm(request, tools.publicOrigin) : { form: undefined };
    if (posted.problem) return refuse(posted.problem);
    const look = makeLook(tools, request, {
      params,
      form: posted.form,
      rights: rightsOf(roles),
      reader: { id: principal.id, name: principal.name },
    });
    const refusal = findRefusal(page, look, form, tools);
    if (refusal === ticketMissing) return refuse(ticketMissing, { look, main: askTicketPage(look) });
    if (refusal) return refuse(refusal, { look });
    if (limit.pendingCount > maxLooksWaiting) return refuse(tooBusy, { look });
    const show = async (timed: Look) => {
      const answer = await lookAt(page, timed, roles, tools);
      return answer.kind === 'problem'
        ? refuse(answer.problem, { look: timed })
        : respond(page, answer, timed, { form, assetUrl });
    };
    const askedMs = performance.now();
    return limit(() => {
      if (performance.now() - askedMs > maxWaitMs) return refuse(tooBusy, { look });
      const signal = AbortSignal.any([look.signal, AbortSignal.timeout(maxLookMs)]);
      return untilAborted(show({ ...look, signal }), signal);
    });
  };
}

function makeLook(
  { makeSeen, now, timeZone }: ShowTools,
  { url: address, headers, signal }: Request,
  known: Pick<Look, 'params' | 'form' | 'rights' | 'reader'>,
): Look {
  const url = new URL(address);
  // A ticket that is posted goes into the address in place of another; every link keeps it. What is none goes out of it.
  const ticket = known.form?.has('ticket') ? ticketIn(known.form) : ticketOf(url);
  if (ticket === undefined) url.searchParams.delete('ticket');
  else url.searchParams.set('ticket', ticket);
  return {
    ...known,
    url,
    zone: zoneOf(url, headers.get('cookie')) ?? timeZone,
    now: now(),
    signal,
    ticket,
    seen: makeSeen(known.rights),
  };
}

/** Why this reader does not see this page in this form, before anything is read. */
function findRefusal(
  page: Page,
  look: Look,
  form: AnswerForm,
  { asksTicket }: ShowTools,
): HttpProblem | undefined {
  if (!page.isFor(look.rights)) return outsideOfRole;
  if (form === 'csv' && !page.csv) return unknownPage;
  if (asksTicket && look.ticket === undefined && page.subject(look)) return ticketMissing;
  return undefined;
}
