/** `/`: the search box. What is typed is posted, and the answer is the address of a list, which names nobody. */
import type { SearchData } from '../openapi/page-answers.ts';
import { type Answer, type Look, linkTo, type Page, refuse } from '../page.ts';
import { makeProblem } from '../problem.ts';
import type { FilterFault } from './call-filter.ts';
import { findTarget, type SearchTarget } from './find-target.ts';
import { isOfList, type SearchShown, searchHtml } from './search-html.ts';

/** More are not listed: whoever typed so little types more. */
const maxCandidates = 50;

export const searchPage: Page<SearchShown> = {
  path: '/',
  takesForm: true,
  isFor: () => true,
  // Whose calls are looked at is noted with their list; what was typed is noted nowhere.
  subject: ({ form }) => (form?.get('q') ? { what: 'search' } : undefined),
  read: readSearch,
  html: (data, look) => ({
    title: titleOf(data, look),
    main: searchHtml(data, look),
  }),
};

function titleOf(data: SearchShown, look: Look): string {
  if (look.rights.calls === 'none') return 'The archive';
  if ('wrong' in data && isOfList(look)) return 'Change the filter';
  return 'candidates' in data ? 'Who is meant?' : 'Find a call';
}

async function readSearch(look: Look): Promise<Answer<SearchShown>> {
  const { form, rights } = look;
  const isTwin = look.url.pathname.endsWith('.json');
  if (!form) {
    const days = rights.days ? ['/days'] : [];
    const calls = rights.calls === 'none' ? [] : ['/calls'];
    const log = rights.accessLog ? ['/access'] : [];
    return { kind: 'data', data: { pages: [...calls, ...days, ...log, '/openapi.json'] } };
  }
  if (rights.calls === 'none') return refuse(noCalls);
  const target = await findTarget(form, look);
  switch (target.outcome) {
    case 'go':
      if (isTwin) return { kind: 'data', data: { url: linkTo(look, target.to) } };
      return { kind: 'redirect', to: target.to };
    case 'choose':
      return { kind: 'data', data: candidatesOf(target, look) };
    case 'wrong':
      if (isTwin) return refuse(notUnderstood(target.wrong));
      return { kind: 'data', status: 422, data: { wrong: target.wrong } };
  }
}

function candidatesOf(
  { people, isCut }: Extract<SearchTarget, { outcome: 'choose' }>,
  look: Look,
): SearchData {
  return {
    candidates: people
      .slice(0, maxCandidates)
      .map(({ person: { key: _, ...shown }, to }) => ({ ...shown, url: linkTo(look, to) })),
    more: Math.max(0, people.length - maxCandidates),
    isCut,
  };
}

function notUnderstood({ field, words }: FilterFault) {
  return makeProblem('wrong-search', `${field}: ${words}`);
}

const noCalls = makeProblem('outside-of-role', 'Your role shows no calls.', {
  advice: 'It shows the days of the archive and the access log.',
});
