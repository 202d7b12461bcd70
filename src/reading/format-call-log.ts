/** The call report rows of a call as text: what each says, how surely it belongs to the call, and why. */
import type { RowMatch } from '../model/match-call-log.ts';
import { countOf } from './count-of.ts';
import { printable, wrap } from './display-text.ts';

export interface CallLogLayout {
  width: number;
  formatTime(time: Date): string;
}

/** Empty without rows. */
export function formatCallLog(matches: readonly RowMatch[], { width, formatTime }: CallLogLayout): string[] {
  if (matches.length === 0) return [];
  const lines = matches.flatMap(({ row, certainty, because }) => {
    const { report, startedAt, endedAt, caller, callee, details } = row;
    const when = `${formatTime(startedAt)} – ${formatTime(endedAt)}`;
    const who = `${caller ?? 'unknown'} → ${callee ?? 'unknown'}`;
    const what = [`${report}, ${when}`, who, ...(details ? [details] : [])].join(', ');
    const why =
      because.length === 1 && because[0] === 'id' ? 'the same id' : `the same ${because.join(', ')}`;
    return wrap(printable(`${certainty} (${why}): ${what}`), width - 4).map(
      (line, i) => `${i === 0 ? '  ' : '    '}${line}`,
    );
  });
  return ['', `${countOf(matches.length, 'row')} of the call reports`, ...lines];
}
