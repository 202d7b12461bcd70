/** A moment in the zone of the reader, with UTC on hover. The script of the pages writes it anew in the zone of the browser. */
import { html } from 'hono/html';
import { isKnownTime } from '../../model/graph-time.ts';
import { formatMoment, formatSeconds } from '../../reading/call-texts.ts';
import type { Html, Look } from '../page.ts';

/** `minute`: `2026-06-02 14:03`; `weekday`: `Tue 2026-06-02 14:03`; `second`: `2026-06-02 14:03:05`. */
export type MomentForm = 'minute' | 'weekday' | 'second';

/** `at`: ISO 8601; anything but a known time is shown as unknown. */
export function moment(
  at: string | undefined,
  { zone }: Pick<Look, 'zone'>,
  as: MomentForm = 'second',
): Html {
  if (!isKnownTime(at) || Number.isNaN(Date.parse(at))) return html`<span class="quiet">unknown</span>`;
  const time = new Date(at);
  const iso = time.toISOString();
  const utc = `${iso.slice(0, 19).replace('T', ' ')} UTC`;
  return html`<time datetime="${iso}" title="${utc}" data-as="${as}">${formatAs(time, zone, as)}</time>`;
}

function formatAs(time: Date, zone: string, as: MomentForm): string {
  if (as === 'second') return formatSeconds(time, zone);
  if (as === 'minute') return formatMoment(time, zone);
  return `${weekday(time, zone)} ${formatMoment(time, zone)}`;
}

function weekday(time: Date, zone: string): string {
  return new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: zone }).format(time);
}
