/** The one sentence of a call, which a helpdesk person can read out. */
import type { CallEvidence, EndDevice, Unclassified } from './call-evidence.ts';
import type { CallView } from './call-view.ts';
import { formatMeasure } from './format-measure.ts';
import type { Likely } from './likely-rules.ts';
import { listNames } from './list-names.ts';
import { sayFailures } from './say-failure.ts';
import { type CallExtent, sayEnd, sayPoor } from './say-poor.ts';
import { startSentence } from './start-sentence.ts';

export function sayCall(view: CallView, likely: Likely | undefined, call: CallExtent): string {
  const { good, poor } = view.evidence.counts;
  const besides = [sayDevices(view), sayFailures(view)].filter((text) => text !== undefined);
  const verdict = likely
    ? sayLikely(likely, view, call)
    : good + poor > 0
      ? sayGood(good, besides.length > 0)
      : sayNothing(view.evidence);
  // What failed explains why there are no measurements.
  const parts = good + poor > 0 ? [verdict, ...besides] : [...besides, verdict];
  return `${startSentence(parts.join('; '))}.`;
}

function sayLikely(likely: Likely, view: CallView, call: CallExtent): string {
  const about = new Set(likely.people);
  const others = view.poorPeople.filter(({ key }) => !about.has(key)).map(({ key }) => view.nameOf(key));
  const more = others.length > 0 ? `; ${listNames(others)} had poor media too` : '';
  return `${sayPoor(likely, view, call)}: likely ${likely.place}, since ${likely.since}${more}`;
}

function sayGood(good: number, isMore: boolean): string {
  if (isMore) return 'Nobody had poor media';
  if (good === 1) return 'Nobody had poor media: the one stream with a verdict was good';
  return `Nobody had poor media: ${good === 2 ? 'both' : `all ${good}`} streams with a verdict were good`;
}

/** `Anna's microphone (Jabra) did not work for 3% of the call: likely the device`. */
function sayDevices(view: CallView): string | undefined {
  const [worst, ...others] = view.evidence.devices.toSorted((one, other) => other.value - one.value);
  if (!worst) return undefined;
  const [more, which] =
    others.length > 0 ? [`, nor did ${countWords(others.length, 'more device')}`, 'devices'] : ['', 'device'];
  return `${sayDevice(worst, view)}${more}: likely the ${which}`;
}

export function sayDevice({ end, part, name, value }: EndDevice, view: CallView): string {
  const device = name ? `${part} (${name})` : part;
  return `${sayEnd(end, view)}'s ${device} did not work for ${formatMeasure(value, 'share')} of the call`;
}

const unclassifiedWords: Readonly<Record<Unclassified, string>> = {
  'too few packets': 'with too few packets',
  'no measurements': 'without measurements',
  'no rule': 'of a kind that has no rule',
};

function sayNothing({ unclassified }: CallEvidence): string {
  const parts = [...unclassified].map(
    ([why, count]) => `${countWords(count, 'stream')} ${unclassifiedWords[why]}`,
  );
  return `no verdict: Graph has no measurements of this call (${parts.join(', ') || 'no streams'})`;
}

const numbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

function countWords(count: number, noun: string): string {
  return `${numbers[count] ?? count} ${noun}${count === 1 ? '' : 's'}`;
}
