import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  firstPage,
  formatSkipToken,
  type Page,
  type PageStart,
  pageSize,
  parseSkipToken,
  planPage,
} from '../../../local/graph-simulator/records/paging.ts';

function allPages(count: number, size: number, empty: readonly number[] = []): Page[] {
  const pages: Page[] = [];
  for (let start: PageStart | undefined = firstPage; start !== undefined; start = pages.at(-1)?.next) {
    pages.push(planPage(count, size, start, empty));
  }
  return pages;
}

describe('page arithmetic', () => {
  test('covers every item once, in order, in as few pages as the size allows', () => {
    fc.assert(
      fc.property(fc.nat(700), fc.integer({ min: 1, max: 130 }), (count, size) => {
        const pages = allPages(count, size);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(count / size)));
        expect(pages.map((page) => page.from)).toEqual([0, ...pages.slice(0, -1).map((page) => page.to)]);
        expect(pages.at(-1)?.to).toBe(count);
      }),
    );
  });

  test.each([
    [60, 1],
    [61, 2],
    [1500, 25],
  ])('makes %i sessions %i pages of 60', (count, pages) => {
    expect(allPages(count, 60)).toHaveLength(pages);
  });

  test('serves the pages that are to be empty without losing an item', () => {
    const pages = allPages(5, 2, [0, 2, 5]);
    expect(pages.map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [0, 2],
      [2, 2],
      [2, 4],
      [4, 5],
      [5, 5],
    ]);
  });

  test('lets a client lower the page size and not raise it', () => {
    expect(pageSize(60, ['odata.maxpagesize=10'])).toBe(10);
    expect(pageSize(60, ['include-unknown-enum-members', 'odata.maxpagesize=999'])).toBe(60);
    expect(pageSize(60, ['odata.maxpagesize=0'])).toBe(60);
    expect(pageSize(60, [])).toBe(60);
  });

  test('gives a token that survives its way through a URL, and only then is one', () => {
    const token = { from: 60, page: 1, version: '9007199254740993', session: 3 };
    const query = new URLSearchParams(`$expand=segments&$skiptoken=${formatSkipToken(token)}`);
    expect(parseSkipToken(query.get('$skiptoken') ?? '')).toEqual(token);
    expect(parseSkipToken('abc')).toBeUndefined();
    expect(parseSkipToken(`~+${btoa('{}')}`)).toBeUndefined();
  });
});
