/** What a list of calls is, in words: whose calls, when, which of them, and how many of how many. */
import { isolated } from '../parts/isolated.ts';
import { sayCount } from '../parts/say-count.ts';
import { sayWindow } from '../parts/say-dates.ts';
import type { ListSubject } from '../seen/list-subject.ts';
import type { ListQuery, SeenCallList } from '../seen/seen-lists.ts';

const callsOfType: Readonly<Record<string, string>> = {
  groupCall: 'Group calls',
  peerToPeer: 'One-to-one calls',
  unknown: 'Calls of unknown type',
};

/** `Calls of Anna Schmidt (anna@contoso.com) from 1 to 7 June 2026 with poor media`. */
export function sayCalls(
  { by, from, to, poor, failed, type }: ListQuery,
  subject: ListSubject,
  zone: string,
): string {
  const calls = callsOfType[type ?? ''] ?? 'Calls';
  const which = {
    who: `${calls} of ${saySubject(subject)}`,
    organizer: `${calls} that ${subject.name === undefined ? 'one person' : isolated(subject.name)} organized`,
    meeting: `${calls} of one meeting${subject.name === undefined ? '' : `, organized by ${isolated(subject.name)}`}`,
  };
  return [
    by ? which[by.kind] : `All ${calls.toLowerCase()}`,
    sayWindow(from, to, zone),
    poor ? `with poor media${by?.kind === 'who' ? ' of their own' : ''}` : '',
    failed ? `${poor ? 'and ' : ''}in which something failed` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** `Anna Schmidt (anna@contoso.com)`, a number, an id, or `one person` where no call says more. */
export function saySubject({ name, upn, number, id }: ListSubject): string {
  if (name !== undefined) return upn === undefined ? isolated(name) : `${isolated(name)} (${isolated(upn)})`;
  return isolated(upn ?? number ?? id ?? 'one person');
}

/** Says no more than is known: whoever has not read to the end does not know how many there are. */
export function sayHowMany(
  { calls, looked, after: next }: Pick<SeenCallList, 'calls' | 'looked' | 'after'>,
  { poor, failed, type, after }: ListQuery,
): string {
  const shown = calls.length;
  if (looked === 0) return after === undefined ? 'No calls.' : 'No further calls.';
  const isFiltered = poor || failed || type !== undefined;
  const further = after === undefined ? '' : 'further ';
  const all = shown === 1 ? 'That is all.' : 'Those are all.';
  if (isFiltered) {
    const of = `of ${sayCount(looked, `${further}call`)}`;
    if (shown === 0)
      return next === undefined ? `None ${of}.` : `None ${of} that were looked at. There are older ones.`;
    return next === undefined
      ? `${shown} ${of}, newest first. ${all}`
      : `${shown} ${of} that were looked at, newest first. There are older ones.`;
  }
  if (next !== undefined) return `${sayCount(shown, `${further}call`)}, newest first. There are older ones.`;
  return `${sayCount(shown, `${further}call`)}, newest first. ${all}`;
}
