/**
 * Chromium from the system's packages, for tests of what a browser shows. Where there is none, these tests are skipped, and
 * closing-line.js says so.
 */
import { afterAll, afterEach, describe, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBrowser } from './find-browser.ts';
import { watchPage } from './watch-page.ts';

const executablePath = findBrowser();

export const describeWithBrowser = executablePath === '' ? describe.skip : describe;

export interface PageOptions extends BrowserContextOptions {
  /** Troubles that belong to the test, such as the 404 of a page that is not there. */
  expected?: RegExp;
}

interface WatchedPage {
  page: Page;
  troubles: string[];
  expected: RegExp | undefined;
}

/**
 * To be called at the top of a test file. Gives a page with cookies of its own each time; they are closed after the test,
 * which fails if one of them had any trouble: an error on its console, a request that failed or went to another machine.
 */
export function useBrowser(): (options?: PageOptions) => Promise<Page> {
  const launch = useChromium();
  let opened: WatchedPage[] = [];
  afterEach(async () => {
    const pages = opened;
    opened = [];
    await Promise.all(pages.map(({ page }) => page.context().close()));
    expect(pages.flatMap(unexpectedTroubles)).toEqual([]);
  });
  return async ({ expected, ...options } = {}) => {
    const page = await (await (await launch()).newContext(options)).newPage();
    opened.push({ page, troubles: watchPage(page), expected });
    return page;
  };
}

/** The same with one page for all tests, which goes from view to view: the browser needs half the CPU time. */
export function useOnePage(): (options?: Pick<PageOptions, 'expected'>) => Promise<Page> {
  const launch = useChromium();
  let opened: WatchedPage | undefined;
  afterEach(() => {
    const found = opened ? unexpectedTroubles(opened) : [];
    opened?.troubles.splice(0);
    expect(found).toEqual([]);
  });
  return async ({ expected } = {}) => {
    const page = opened?.page ?? (await (await (await launch()).newContext()).newPage());
    opened = { page, troubles: opened?.troubles ?? watchPage(page), expected };
    return page;
  };
}

function useChromium(): () => Promise<Browser> {
  let started: Promise<Browser> | undefined;
  afterAll(async () => (await started)?.close());
  return () => {
    started ??= chromium.launch({ executablePath, args });
    return started;
  };
}

function unexpectedTroubles({ troubles, expected }: WatchedPage): string[] {
  return troubles.filter((trouble) => !expected?.test(trouble));
}

const args = [
  // Tests run as root in a container, where there is neither a sandbox nor much of /dev/shm.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  // No other machine is asked for anything.
  '--disable-background-networking',
  '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
