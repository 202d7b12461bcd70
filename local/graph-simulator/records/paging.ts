/**
 * Which items a page holds, and the opaque token that names the next page. A token is bound to the version
 * of the record it was given for.
 */
export interface Page {
  readonly from: number;
  readonly to: number;
  /** Where the page after this one starts; undefined on the last. */
  readonly next: PageStart | undefined;
}

export interface PageStart {
  readonly from: number;
  /** Counts pages from 0, so that pages can be told to be empty. */
  readonly page: number;
}

export interface SkipToken extends PageStart {
  readonly version: string;
  /** Index of the session whose segments are paged. */
  readonly session?: number;
}

export const firstPage: PageStart = { from: 0, page: 0 };

/** A page may hold nothing and still have a next one: https://learn.microsoft.com/graph/paging */
export function planPage(count: number, size: number, start: PageStart, empty: readonly number[] = []): Page {
  const to = empty.includes(start.page) ? start.from : Math.min(count, start.from + size);
  const more = to < count || empty.includes(start.page + 1);
  return { from: start.from, to, next: more ? { from: to, page: start.page + 1 } : undefined };
}

/** Graph's maximum, or less when `Prefer: odata.maxpagesize` asks for less. */
export function pageSize(maximum: number, preferences: readonly string[]): number {
  for (const preference of preferences) {
    const wanted = /^odata\.maxpagesize\s*=\s*"?(\d+)"?$/.exec(preference)?.[1];
    if (wanted !== undefined && Number(wanted) > 0) return Math.min(maximum, Number(wanted));
  }
  return maximum;
}

/** Opaque, and with characters that a client spoils when it decodes the link and encodes it again. */
export function formatSkipToken(token: SkipToken): string {
  return encodeURIComponent(`~+${Buffer.from(JSON.stringify(token)).toString('base64')}`);
}

/** Takes the token as decoded from the query. */
export function parseSkipToken(text: string): SkipToken | undefined {
  if (!text.startsWith('~+')) return undefined;
  try {
    const token: unknown = JSON.parse(Buffer.from(text.slice(2), 'base64').toString());
    return isSkipToken(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

function isSkipToken(value: unknown): value is SkipToken {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    Number.isSafeInteger(value.from) &&
    'page' in value &&
    Number.isSafeInteger(value.page) &&
    'version' in value &&
    typeof value.version === 'string'
  );
}
