/** A record whose sessions have further pages of segments: Graph's answers, and the record that they must become. */
import { makePagedRecord, type PagedRecord } from './record-pages.ts';

export interface NestedRecord {
  record: PagedRecord;
  /** The pages of segments, by link. */
  pages: Record<string, string>;
  /** The same record as if segments were never paged. */
  whole: PagedRecord;
}

const failed = '"failureInfo":{"stage":"midcall","reason":null}';
const poor = '"media":[{"label":"main-video","streams":[{"averageVideoFrameRate":1}]}]';

/** Sessions, two a page, each with one segment beside it and two pages of one more; the first of these failed, and was poor. */
export function makeNestedRecord(count: number): NestedRecord {
  const base = makePagedRecord();
  const pages: Record<string, string> = {};
  const texts = Array.from({ length: count }, (_, n) => {
    const link = (page: number) => `https://graph.test/v1.0/segments/${n}?$skiptoken=${page}`;
    const second = `{"id":"b${n}",${failed},${poor}}`;
    pages[link(1)] = `{"value":[${second}],"@odata.nextLink":"${link(2)}"}`;
    pages[link(2)] = `{"value":[{"id":"c${n}"}]}`;
    const paged = `{"id":"s${n}","segments":[{"id":"a${n}"}],"segments@odata.nextLink":"${link(1)}"}`;
    const whole = `{"id":"s${n}","segments":[{"id":"a${n}"},${second},{"id":"c${n}"}]}`;
    return { paged, whole };
  });
  const withSessions = (items: string[]): PagedRecord => ({
    ...base,
    sessions: {
      ...base.sessions,
      pages: Array.from({ length: Math.ceil(count / 2) }, (_, page) => items.slice(2 * page, 2 * page + 2)),
    },
  });
  return {
    record: withSessions(texts.map(({ paged }) => paged)),
    pages,
    whole: withSessions(texts.map(({ whole }) => whole)),
  };
}
