/** The time zone in which a reader wants times. */
import { parseTimeZone } from '../reading/dates/time-zone.ts';

/** IANA: the query `zone`, else the cookie `zone` that the script of the pages sets; `undefined` where neither is one. */
export function zoneOf(url: URL, cookies: string | null): string | undefined {
  const [, cookie = ''] = /(?:^|;\s*)zone=([^;]*)/.exec(cookies ?? '') ?? [];
  return parseTimeZone(url.searchParams.get('zone') ?? '') ?? parseTimeZone(decode(cookie));
}

/** Of the characters that the script encodes, only these two occur in the names of zones. */
function decode(cookie: string): string {
  return cookie.replaceAll('%2F', '/').replaceAll('%2B', '+');
}
