/** Who heard, said, saw or showed what badly, in words that can be read out. */
import { minuteMs } from '../model/durations.ts';
import { spanOf } from '../model/graph-time.ts';
import type { EndKey, PoorStream, Relation } from './call-evidence.ts';
import { type CallView, isPerson } from './call-view.ts';
import { formatClock } from './format-clock.ts';
import { formatMeasure } from './format-measure.ts';
import type { Likely } from './likely-rules.ts';
import { listNames } from './list-names.ts';
import { findLimit } from './stream-rules.ts';

/** The beginning of the sentence: `Anna heard Bob badly (round trip 612 ms, limit 500)`. */
export function sayPoor(likely: Likely, view: CallView, call: CallExtent): string {
  const { rule, lead, people } = likely;
  const measure = lead.worst ? ` (${sayMeasure(lead.worst)})` : '';
  const when = lead.worst ? sayWhen(lead.worst, call) : '';
  if (rule === 'everybody') return `${sayEverybody(people.length, call)} had poor media${measure}`;
  const names = people.map(view.nameOf);
  if (rule === 'shared-network' && people.length > 2) return `${listNames(names)} had poor media${measure}`;
  const back = findBack(lead, view);
  if (!back || !bothWays.has(rule)) return `${sayRelation(lead, view)}${when}${measure}`;
  const eachOther = lead.kind === 'audio' ? 'heard' : 'saw';
  if (isPerson(lead.receiver) && isPerson(lead.sender))
    return `${listNames(names)} ${eachOther} each other badly${when}${measure}`;
  const [heard, said] = isPerson(lead.receiver) ? [lead, back] : [back, lead];
  return `${sayRelation(heard, view)}, and ${uncapitalize(sayRelation(said, view))}${when}${measure}`;
}

/** People without a verdict do not count as having had poor media. */
function sayEverybody(count: number, { people }: CallExtent): string {
  return people.length > count
    ? `Everybody with measurements, ${count} of ${people.length} people,`
    : `Everybody, ${count} people,`;
}

const bothWays: ReadonlySet<string> = new Set(['shared-network', 'own-network', 'either-network']);

/** Who was in the call, and when it was, ISO 8601. */
export interface CallExtent {
  people: readonly unknown[];
  startedAt: string | undefined;
  endedAt: string | undefined;
}

/** The same media the other way, where it was poor too. */
function findBack({ receiver, sender, kind }: Relation, { poor }: CallView): Relation | undefined {
  return poor.find((other) => other.receiver === sender && other.sender === receiver && other.kind === kind);
}

/** `Anna heard Bob badly`; towards a service: `What Anna said reached the others badly`. */
export function sayRelation({ receiver, sender, kind }: Relation, view: CallView): string {
  const [to, from] = [sayEnd(receiver, view), sayEnd(sender, view)];
  if (isPerson(receiver) || !isPerson(sender)) {
    if (kind === 'audio') return `${to} heard ${from} badly`;
    return kind === 'video'
      ? `${to} saw the video of ${from} badly`
      : `${to} saw the screen of ${from} badly`;
  }
  if (kind === 'audio') return `What ${from} said reached ${to} badly`;
  return `What ${from} showed ${kind === 'video' ? 'by video' : 'of the screen'} reached ${to} badly`;
}

/** A person by name; a service as who is behind it. */
export function sayEnd(key: EndKey, { people, nameOf }: CallView): string {
  if (isPerson(key)) return nameOf(key);
  if (key === 'unknown') return 'somebody unnamed';
  const role = key.slice('service:'.length);
  if (/voicemail|unifiedMessaging/i.test(role)) return 'the voicemail';
  if (/gateway|mediation/i.test(role)) return 'the phone line';
  return people.size > 1 ? 'the others' : 'the service';
}

/** `round trip 612 ms, limit 500`. */
function sayMeasure({ ruleId, measure, value = 0 }: PoorStream): string {
  const limit = findLimit(ruleId, measure);
  if (!limit) return '';
  const most = formatMeasure(limit.limit, limit.unit).replace(/ .*/, '');
  return `${limit.words} ${formatMeasure(value, limit.unit, limit.limit)}, limit ${most}`;
}

/** What is nearer to the call's own start or end than this is the whole call. */
const nearMs = minuteMs;

/** ` between 3:10 and 9:45 into the call`, so that nobody takes it for the time of day; nothing for the whole call. */
function sayWhen({ from, to }: PoorStream, { startedAt, endedAt }: CallExtent): string {
  const begin = spanOf(startedAt, from);
  const end = spanOf(startedAt, to);
  const length = spanOf(startedAt, endedAt);
  if (begin === undefined || end === undefined || end <= begin || !length) return '';
  const [isFirst, isLast] = [begin < nearMs, end > length - nearMs];
  if (isFirst && isLast) return '';
  if (isFirst) return ` until ${formatClock(end)} into the call`;
  return isLast
    ? ` from ${formatClock(begin)} into the call on`
    : ` between ${formatClock(begin)} and ${formatClock(end)} into the call`;
}

function uncapitalize(text: string): string {
  return text.startsWith('What ') ? `what ${text.slice('What '.length)}` : text;
}
