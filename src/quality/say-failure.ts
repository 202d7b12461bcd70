/** That a call dropped, or was not set up, in words that can be read out. */
import type { SessionFailure } from './call-evidence.ts';
import { type CallView, isPerson } from './call-view.ts';
import { formatClock } from './format-clock.ts';
import { listNames } from './list-names.ts';

/** Graph's reasons are a line; what is longer comes from somewhere else. */
const maxReason = 120;

/** `Anna's call dropped after 4:12 (mid-call: network lost)`; `undefined` where nothing failed. */
export function sayFailures({ evidence: { failures }, nameOf }: CallView): string | undefined {
  const [first, ...others] = failures;
  if (!first) return undefined;
  const more =
    others.length > 0
      ? `, and ${others.length === 1 ? 'one more session' : `${others.length} more sessions`} failed`
      : '';
  return `${sayFailure(first, nameOf)}${more}`;
}

export function sayFailure(
  { ends, stage, reason, afterMs }: SessionFailure,
  nameOf: CallView['nameOf'],
): string {
  const names = ends.filter(isPerson).map(nameOf);
  const whose =
    names.length === 1
      ? `${names[0]}'s call`
      : names.length > 1
        ? `the call of ${listNames(names)}`
        : 'the call of somebody unnamed';
  const why = reason ? clip(reason) : 'Graph gives no reason';
  if (stage === 'callSetup') return `${whose} was not set up (call set-up: ${why})`;
  if (stage === 'midcall') {
    const when = afterMs === undefined ? '' : ` after ${formatClock(afterMs)}`;
    return `${whose} dropped${when} (mid-call: ${why})`;
  }
  return `${whose} failed (Graph does not say when: ${why})`;
}

function clip(text: string): string {
  return text.length > maxReason ? `${text.slice(0, maxReason).toWellFormed()}…` : text;
}
