/** What programs are told of each page: what it answers, what its address takes, and the schema of its JSON. */
import type { z } from 'zod';
import { answers } from './page-answers.ts';

export interface PageDescription {
  summary: string;
  /** Members of the query, each with its meaning. */
  query?: Readonly<Record<string, string>>;
  /** Those of the query that may be given several times. */
  repeated?: readonly string[];
  /** Members of the form or JSON object that may be posted. */
  form?: Readonly<Record<string, string>>;
  /** Of the JSON twin; absent where the page is a file itself. */
  answer?: z.ZodType;
  /** What the JSON twin answers to a form; absent where a form always leads to another address. */
  formAnswer?: z.ZodType;
}

const hashOf = 'hash of a find key (32 hexadecimal digits)';
const filter = {
  from: 'calls that started then or later: a date, a time, 7d, yesterday',
  to: 'and earlier than this; a date includes that day',
  poor: '1: only calls with poor media; with who, of that person’s own',
  failed: '1: only calls in which something failed',
  type: 'groupCall, peerToPeer or unknown',
} as const;
const zone = 'time zone of dates and days, by its IANA name';

/** By the path of the page. */
export const pageDescriptions: Readonly<Record<string, PageDescription>> = {
  '/': {
    summary:
      'Find a person, a number, a call or a meeting: the answer is the path of a list, which names nobody',
    form: {
      q: 'a name, a user principal name, an object id, a number, a call id, or a meeting link',
      what: 'taken-part (default) or organized',
      ...filter,
      ticket: 'for the access log',
    },
    answer: answers.search,
    formAnswer: answers.searched,
  },
  '/calls': {
    summary:
      'Calls of a person, an organizer or a meeting, or of at most 31 days, newest first, 50 at a time',
    query: {
      who: `${hashOf} of a person or number`,
      organizer: `${hashOf} of an organizer`,
      meeting: `${hashOf} of a meeting`,
      ...filter,
      after: 'where the page before ended',
      zone,
    },
    answer: answers.calls,
  },
  '/calls/:id': {
    summary: 'One call: the answer in a sentence, people, findings, timeline, what to rely on',
    query: { version: 'digits; default: the newest', who: hashOf, people: 'page of people, from 1', zone },
    answer: answers.call,
  },
  '/calls/:id/versions': { summary: 'Every archived version of a call', answer: answers.versions },
  '/calls/:id/diff': {
    summary: 'What changed between two versions of a call, in words',
    query: { from: 'version; default: the one before', to: 'version; default: the newest' },
    answer: answers.diff,
  },
  '/calls/:id/raw': {
    summary: 'The exact bytes of a record, as Graph gave it',
    query: { version: 'digits; default: the newest' },
  },
  '/people/:hash': { summary: '90 days of one person by day', query: { zone }, answer: answers.person },
  '/days': {
    summary: 'A year of the archive: which UTC days are complete and sealed',
    query: { year: 'default: this year' },
    answer: answers.days,
  },
  '/days/:date': { summary: 'One UTC day: its seal, what is missing, what is claimed', answer: answers.day },
  '/access': {
    summary: 'Who looked at what on a UTC day',
    query: { date: 'default: today', who: `${hashOf}; may be given several times` },
    repeated: ['who'],
    form: {
      date: 'default: today',
      text: 'user principal names, object ids, numbers or meeting links, one a line: they become hashes in the address to which it leads',
    },
    answer: answers.access,
  },
};
