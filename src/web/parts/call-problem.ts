/** Why a call cannot be shown, in words: each state without data says its own. */
import { type HttpProblem, makeProblem } from '../problem.ts';
import type { Found } from '../seen/seen-calls.ts';

export function callProblem(found: Exclude<Found<never>, { outcome: 'found' }>): HttpProblem {
  switch (found.outcome) {
    case 'no-call':
      return makeProblem(
        'not-archived',
        'The archive has no call with this id: it was not archived yet, or it ended more than 30 days before the archive was installed.',
        {
          advice:
            'A call is archived some minutes after its end. One that ended in the last 30 days can still be asked of Graph: call-archive backfill CALL-ID.',
        },
      );
    case 'removed':
      return removedProblem(found.removed);
    case 'no-version':
      return makeProblem(
        'no-version',
        `The archive does not have this version of the call. It has ${sayVersions(found.versions)}.`,
      );
    case 'outside':
      return makeProblem(
        'call-outside-of-role',
        'Your role shows the calls of one person, opened from the list of that person’s calls. This is not one of them, or cannot be read.',
        { advice: 'Search for the person, and open the call from there.' },
      );
    case 'too-large':
      return makeProblem(
        'record-too-large',
        `The record has ${found.sizeBytes} bytes, more than this app sends at once.`,
        { advice: 'call-archive get CALL-ID writes it to a file, checked likewise.' },
      );
    case 'damaged':
      return makeProblem(
        'damaged',
        `The archive has this call, but its file cannot be read, is not there, or is not what its hash says: ${found.where}`,
        {
          advice:
            'Nothing of it is shown, since none of it could be relied upon. call-archive verify says what is wrong; a copy of the file may be good.',
        },
      );
  }
}

function removedProblem({
  day,
  because,
  sealedAt,
}: Extract<Found<never>, { outcome: 'removed' }>['removed']): HttpProblem {
  const seal = `the seal of ${sealedAt.slice(0, 10)} says`;
  return because === 'erasure'
    ? makeProblem('erased', `This call of ${day} was archived, and was erased later, as ${seal}.`)
    : makeProblem(
        'expired',
        `This call of ${day} was archived, and was deleted at the end of its retention, as ${seal}.`,
      );
}

/** `the versions 1, 2 and 3`. */
function sayVersions(versions: readonly string[]): string {
  const shown = versions.slice(-20);
  if (shown.length === 1) return `version ${shown[0]}`;
  return `the versions ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
