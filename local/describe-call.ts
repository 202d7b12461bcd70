/** A call of the company in a few words: when, how long, and who. */
import type { CompanyCall } from './graph-simulator/company/company-call.ts';
import type { Participant } from './graph-simulator/company/people.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Tue 08:00   13 min  7 people: Anna Schmidt, Tom Becker, …`; times are UTC. */
export function describeCall({ startedAtMs, endedAtMs, attendances, kind, failure }: CompanyCall): string {
  const started = new Date(startedAtMs);
  const when = `${weekdays[started.getUTCDay()]} ${started.toISOString().slice(11, 16)}`;
  const names = attendances.map(({ who }) => nameOf(who));
  const who = kind === 'groupCall' ? `${names.length} people: ${names.join(', ')}` : names.join(' → ');
  return `${when}  ${formatLength(endedAtMs - startedAtMs)}  ${failure ? 'FAILED ' : ''}${who}`;
}

function nameOf(who: Participant): string {
  return who.kind === 'phone' ? who.id : who.name;
}

/** Six characters wide: `13 min`, `  27 s`. */
function formatLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return (seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`).padStart(6);
}
