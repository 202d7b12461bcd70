/** What is on a timeline in words: for what a pointer rests on, and for the table beside the picture. */
import { kindOfMedia } from '../../quality/stream-rules.ts';
import { shownText } from '../parts/shown-text.ts';
import type { TimelineBar, TimelineMark } from './make-timeline.ts';
import { formatClockTime } from './time-axis.ts';

interface TimeSpan {
  from: string;
  to: string;
}

/** `heard Bob`, `showed the screen to Bob`, `saw the video of Bob`. */
export function sayBar({ lane, media, other }: TimelineBar): string {
  const what = kindOfMedia(media) === 'sharing' ? 'the screen' : 'the video';
  const whom = shownText(other);
  switch (lane) {
    case 'heard':
      return `heard ${whom}`;
    case 'said':
      return `said to ${whom}`;
    case 'saw':
      return `saw ${what} of ${whom}`;
    case 'showed':
      return `showed ${what} to ${whom}`;
  }
}

/** `failed: midcall: the network was lost`. */
export function sayMark({ what, text }: TimelineMark): string {
  const said = shownText(text, 240);
  return what === 'failed' || what === 'feedback' ? `${what}: ${said}` : said;
}

/** `10:00:02 – 10:30:00`, or one time, in the zone. */
export function sayTimes({ from, to }: TimeSpan, zone: string): string {
  const start = formatClockTime(new Date(from), zone);
  return from === to ? start : `${start} – ${formatClockTime(new Date(to), zone)}`;
}
