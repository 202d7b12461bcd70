/** What a page of the readers' app is: one path, one reading, three forms of the same answer (HTML, JSON, CSV). */
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Rights } from './access/rights.ts';
import type { HttpProblem } from './problem.ts';
import type { Seen } from './seen/seen.ts';

/** What the template `html` of hono/html makes: every value in it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page<Data = unknown> {
  /**
   * Hono's path without a suffix, such as `/calls/:id`. With `.json` it is the JSON twin, and with `.csv` the rows where
   * there is `csv`; those of `/` are `/.json` and `/.csv`.
   */
  path: string;
  /** Whether a reader with these rights may open it at all. */
  isFor(rights: Rights): boolean;
  /** Whom or what the look is at, told from the request alone; `undefined` where nothing personal is shown. */
  subject(look: Look): LookSubject | undefined;
  /** Whether a form may be posted to it (`look.form`). */
  takesForm?: boolean;
  /** Reads through `look.seen` only. Storage's own errors pass through. */
  read(look: Look): Promise<Answer<Data>>;
  /**
   * `title` stands in the history of the browser, and names nobody; `heading` on the page in its place, where that says
   * more. Both are plain text.
   */
  html(data: Data, look: Look): { title: string; heading?: string; main: Html };
  csv?(data: Data, look: Look): string;
}

/** Data is plain JSON: it is the JSON twin as it is (members in camelCase, times ISO 8601 UTC). */
export type Answer<Data> =
  /** `status`: 200 by default. */
  | { kind: 'data'; data: Data; status?: number }
  | { kind: 'problem'; problem: HttpProblem }
  /** 303 to a path of this app; ticket and zone of the look go with it. */
  | { kind: 'redirect'; to: string }
  /** Exact bytes, offered as a file of this name; it breaks off where they throw. */
  | { kind: 'file'; name: string; contentType: string; bytes: AsyncIterable<Uint8Array> };

/** The answer of a page that shows a problem in its place. */
export function refuse(problem: HttpProblem): { kind: 'problem'; problem: HttpProblem } {
  return { kind: 'problem', problem };
}

/** One request of a reader who is known. */
export interface Look {
  url: URL;
  /** The parts of the path that the page's `path` names. */
  params: Readonly<Record<string, string>>;
  /** What was posted; `undefined` when the page was only opened. */
  form: URLSearchParams | undefined;
  rights: Rights;
  reader: { id: string; name: string };
  /** IANA: the query `zone`, else the cookie `zone` that the script of the pages sets, else the setting. */
  zone: string;
  now: Date;
  /** Aborted when nobody waits for the answer any longer. */
  signal: AbortSignal;
  ticket: string | undefined;
  /** All that a page can read of the archive: made for these rights. */
  seen: Seen;
}

/** What is noted of a look in the access log. */
export interface LookSubject {
  /** In words: `calls of a person`, `call`, `access log`. */
  what: string;
  /** The hash of a find key (docs/archive-format.md): of a person, number, organizer or meeting. */
  who?: string | undefined;
  callId?: string | undefined;
}

const kept = ['ticket', 'zone'] as const;

/** A path of this app and its query, with the ticket and the zone of the look unless it has its own. */
export function linkTo(look: Pick<Look, 'url'>, to: string): string {
  const target = new URL(to, look.url);
  for (const name of kept) {
    const value = look.url.searchParams.get(name);
    if (value !== null && !target.searchParams.has(name)) target.searchParams.set(name, value);
  }
  return `${target.pathname}${target.search}${target.hash}`;
}
