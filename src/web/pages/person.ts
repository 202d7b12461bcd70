/** `/people/{hash}`: 90 days of one person, from the rows of the index alone. */
import { isFindKeyHash } from '../../model/index-rows.ts';
import { makeRowCounter } from '../../reading/count-calls.ts';
import { parseTimeExpression } from '../../reading/dates/time-expression.ts';
import type { PersonData } from '../openapi/page-answers.ts';
import type { Answer, Look, Page } from '../page.ts';
import { linkTo, refuse } from '../page.ts';
import { dayOf } from '../parts/say-dates.ts';
import { makeProblem } from '../problem.ts';
import type { ListQuery, SeenCallList } from '../seen/seen-lists.ts';
import { callsPath } from './call-filter.ts';
import { personHtml } from './person-html.ts';
import { saySubject } from './say-calls.ts';

const dayCount = 90;
/** Only a number that everybody calls has more in 90 days. */
const maxCalls = 5000;

export const personPage: Page<PersonData> = {
  path: '/people/:hash',
  isFor: ({ calls }) => calls !== 'none',
  subject: ({ params }) => ({ what: 'person', who: params['hash'] }),
  read: readPerson,
  html: (data, look) => ({
    title: `${dayCount} days of one person`,
    heading: data.title,
    main: personHtml(data, look),
  }),
};

async function readPerson(look: Look): Promise<Answer<PersonData>> {
  const { params, seen, signal, zone, now } = look;
  const hash = params['hash'] ?? '';
  if (!isFindKeyHash(hash)) return refuse(notAPerson);
  const by = { kind: 'who', hash } as const;
  const spans = Array.from({ length: dayCount }, (_, i) => {
    const span = parseTimeExpression(`${dayCount - 1 - i}d`, { now, zone });
    return { from: span?.start ?? now, to: span?.end ?? now };
  });
  const from = spans[0]?.from ?? now;
  const list = await seen.lists.listCalls({ by, from }, { limit: maxCalls, signal });
  const { groups, total } = countByDay(list, zone);
  const days = spans.map((span): PersonData['days'][number] => {
    const date = dayOf(span.from, zone);
    const { calls = 0, poor = 0, failed = 0, unknown = 0 } = groups.get(date) ?? {};
    const url = linkTo(look, callsPath({ by, ...span } satisfies ListQuery));
    return { date, calls, poor, failed, unknown, url };
  });
  const { calls, poor, failed, unknown } = total;
  return {
    kind: 'data',
    data: {
      title: `${saySubject(list.subject)}: ${dayCount} days`,
      who: hash,
      subject: list.subject,
      first: days[0]?.date ?? '',
      last: days.at(-1)?.date ?? '',
      zone,
      calls,
      poor,
      failed,
      unknown,
      isCut: list.after !== undefined,
      days,
    },
  };
}

function countByDay({ calls }: SeenCallList, zone: string) {
  const counter = makeRowCounter('day', zone);
  for (const call of calls) counter.add(call);
  const { groups, total } = counter.counts();
  return { total, groups: new Map(groups.map((counts) => [counts.group, counts])) };
}

const notAPerson = makeProblem('not-a-person', 'The address must have 32 hexadecimal digits.', {
  advice: 'Search for the person: the search box makes the address.',
});
