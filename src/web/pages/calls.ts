/** `/calls`: the calls of a person, an organizer or a meeting, or of some days, newest first, a page at a time. */
import { dayMs } from '../../model/durations.ts';
import { callMembers } from '../../reading/call-texts.ts';
import { formatCsvRow } from '../../reading/format-csv.ts';
import type { CallsData } from '../openapi/page-answers.ts';
import type { Answer, Look, LookSubject, Page } from '../page.ts';
import { linkTo, refuse } from '../page.ts';
import { type HttpProblem, makeProblem } from '../problem.ts';
import type { ListedBy } from '../seen/list-subject.ts';
import type { ListQuery } from '../seen/seen-lists.ts';
import { callsPath, readCallFilter } from './call-filter.ts';
import { callsHtml } from './calls-html.ts';
import { sayCalls, sayHowMany } from './say-calls.ts';

const pageSize = 50;
/** The calls of everybody are read day by day. A day's clocks may change, and of today there is only a part. */
const maxDaysOfAll = 31;

export const callsPage: Page<CallsData> = {
  path: '/calls',
  isFor: ({ calls }) => calls !== 'none',
  // Read as the list reads it: whoever is listed is noted, however the address is written.
  subject(look): LookSubject {
    const read = readCallFilter(look.url.searchParams, look);
    const by = 'filter' in read ? read.filter.by : undefined;
    return by ? { what: subjects[by.kind], who: by.hash } : { what: 'calls' };
  },
  read: readCalls,
  html: (data, look) => {
    const read = readCallFilter(look.url.searchParams, look);
    const title = 'filter' in read ? sayCalls(read.filter, {}, look.zone) : 'Calls';
    return { title, heading: data.title, main: callsHtml(data, look) };
  },
  csv: ({ calls }) =>
    [callMembers, ...calls.map((call) => callMembers.map((member) => call[member]))]
      .map(formatCsvRow)
      .join(''),
};

const subjects: Readonly<Record<ListedBy, string>> = {
  who: 'calls of a person',
  organizer: 'calls of an organizer',
  meeting: 'calls of a meeting',
};

async function readCalls(look: Look): Promise<Answer<CallsData>> {
  const read = readCallFilter(look.url.searchParams, look);
  if ('wrong' in read) return refuse(makeProblem('wrong-filter', read.wrong.words));
  const { filter } = read;
  const refusal = findRefusal(filter, look);
  if (refusal) return refuse(refusal);
  const list = await look.seen.lists.listCalls(filter, { limit: pageSize, signal: look.signal });
  const { calls, after, looked, unknown, unreadable, subject } = list;
  const { by, from, to, poor = false, failed = false, type = null } = filter;
  const hashOf = (kind: string) => (by?.kind === kind ? by.hash : null);
  return {
    kind: 'data',
    data: {
      title: sayCalls(filter, subject, look.zone),
      count: sayHowMany(list, filter),
      filter: {
        who: hashOf('who'),
        organizer: hashOf('organizer'),
        meeting: hashOf('meeting'),
        from: from?.toISOString() ?? null,
        to: to?.toISOString() ?? null,
        poor,
        failed,
        type,
        after: filter.after ?? null,
      },
      subject,
      calls,
      looked,
      unknown,
      unreadable,
      next: after === undefined ? null : linkTo(look, callsPath({ ...filter, after })),
    },
  };
}

function findRefusal({ by, from, to }: ListQuery, { rights, now }: Look): HttpProblem | undefined {
  if (rights.calls === 'one' && by?.kind !== 'who') return onePersonOnly;
  if (by) return undefined;
  const end = to ?? now;
  return from && end.getTime() - from.getTime() < (maxDaysOfAll + 1) * dayMs ? undefined : tooManyDays;
}

const onePersonOnly = makeProblem('outside-of-role', 'Your role shows the calls of one person at a time.', {
  advice: 'Search for a person or a number.',
});

const tooManyDays = makeProblem(
  'too-many-days',
  `Without a person, an organizer or a meeting, at most ${maxDaysOfAll} days are listed.`,
  { advice: 'Give from and to, or search for somebody.' },
);
