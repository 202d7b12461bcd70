/** Graph's answers for one call record as texts, made from raw items, and the document they must become. */

export const callId = 'e523d2ed-2966-4b6b-925b-754a88034cc5';

export interface PagedItems {
  /** Raw JSON texts, one array a page. */
  pages: string[][];
  /** The link to each page but the first. */
  link(page: number): string;
}

export interface PagedRecord {
  /** Raw members before the sessions. */
  head: string[];
  /** Raw members after them. */
  tail: string[];
  sessions: PagedItems;
  participants: PagedItems;
  /** Whether a next link stands before the array that it continues. */
  linkFirst: boolean;
  /** White space between tokens of the envelope. */
  space: string;
}

export interface Answers {
  record: Buffer;
  participants: Buffer;
  /** Further pages by link. */
  pages: Map<string, Buffer>;
}

export const plainHead = [
  `"id":"${callId}"`,
  '"version":1',
  '"startDateTime":"2020-02-25T18:52:21.2169889Z"',
  '"endDateTime":"2020-02-25T18:52:46.7640013Z"',
];

export function makePagedRecord(change: Partial<PagedRecord> = {}): PagedRecord {
  const link = (name: string) => (page: number) => `https://graph.test/v1.0/${name}?$skiptoken=${page}`;
  return {
    head: plainHead,
    tail: [],
    sessions: { pages: [['{"id":"s1"}']], link: link('sessions') },
    participants: { pages: [['{"id":"p1"}']], link: link('participants_v2') },
    linkFirst: false,
    space: '',
    ...change,
  };
}

export function renderAnswers(record: PagedRecord): Answers {
  const { head, tail, sessions, participants, space } = record;
  const body = [...head, ...pagedMember('sessions', sessions, 0, record), ...tail];
  const participantsBody = [...head, ...pagedMember('participants_v2', participants, 0, record)];
  const pages = new Map<string, Buffer>();
  for (const items of [sessions, participants]) {
    items.pages.forEach((_, i) => {
      if (i > 0)
        pages.set(items.link(i), Buffer.from(renderObject(pagedMember('value', items, i, record), space)));
    });
  }
  return {
    record: Buffer.from(renderObject(body, space)),
    participants: Buffer.from(renderObject(participantsBody, space)),
    pages,
  };
}

/** The document by the rule of docs/archive-format.md, put together from the raw parts alone. */
export function renderDocument({ head, tail, sessions, participants, space }: PagedRecord): string {
  const sessionsMember = renderWhole('sessions', sessions, space);
  const participantsMember = renderWhole('participants_v2', participants, space);
  const members = [...head, sessionsMember, ...tail].map((member) => `${member}${space}`).join(`,${space}`);
  return `{${space}${members.slice(0, members.length - space.length)},${participantsMember}${space}}`;
}

function pagedMember(
  name: string,
  items: PagedItems,
  page: number,
  { linkFirst, space }: PagedRecord,
): string[] {
  const array = renderMember(name, (items.pages[page] ?? []).join(`${space},${space}`), space);
  if (page + 1 >= items.pages.length) return [array];
  const linkName = name === 'value' ? '@odata.nextLink' : `${name}@odata.nextLink`;
  const link = `${JSON.stringify(linkName)}${space}:${space}${JSON.stringify(items.link(page + 1))}`;
  return linkFirst ? [link, array] : [array, link];
}

function renderMember(name: string, items: string, space: string): string {
  return `${JSON.stringify(name)}${space}:${space}[${space}${items}${items && space}]`;
}

function renderObject(members: string[], space: string): string {
  return `{${space}${members.join(`${space},${space}`)}${space}}`;
}

/** The white space before the first page's items stays where it was; an empty first page has it behind them. */
function renderWhole(name: string, { pages }: PagedItems, space: string): string {
  const items = pages
    .filter((page) => page.length > 0)
    .map((page) => page.join(`${space},${space}`))
    .join(',');
  const before = pages[0]?.length ? space : '';
  return `${JSON.stringify(name)}${space}:${space}[${before}${items}${space}]`;
}
