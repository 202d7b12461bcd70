/** A moment in the zone of the reader, with UTC for who asks. */
import { html } from 'hono/html';
import { formatSeconds } from '../../reading/call-texts.ts';
import type { Html, Look } from '../page.ts';

/** `time`: ISO 8601. */
export function moment(time: string, { zone }: Pick<Look, 'zone'>): Html {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return html`unknown`;
  return html`<time datetime="${at.toISOString()}" title="${at.toISOString().slice(0, 19).replace('T', ' ')} UTC" data-as="second">${formatSeconds(at, zone)}</time>`;
}
