/** Every page as people see it: readable for everybody, at every width and zoom, without a trouble in the browser. */
import { expect, test } from '@jest/globals';
import { userKey } from '../../src/model/find-key.ts';
import { hashFindKey } from '../../src/model/index-rows.ts';
import { readerPages } from '../../src/web/page-table.ts';
import { describeWithBrowser, useOnePage } from '../support/browser.ts';
import { type BrowserArchive, writeBrowserArchive } from '../support/browser-archive.ts';
import { findViolations } from '../support/find-violations.ts';
import { useReader } from '../support/reader-system.ts';
import { takeScreenshots } from '../support/screenshots.ts';

interface View {
  name: string;
  role: string;
  path(archive: BrowserArchive): string;
  /** What answers it; 200 unless told otherwise. */
  status?: number;
}

const hashOf = (text: string) => hashFindKey(userKey(text));
const upnOf = ({ company }: BrowserArchive, name: string) =>
  company.employees.find((one) => one.name === name)?.upn ?? '';
const annaOf = (archive: BrowserArchive) => hashOf(upnOf(archive, 'Anna Schmidt'));
/** The call of Anna and Tom, who was hard to understand. */
const poorCallOf = ({ calls }: BrowserArchive) =>
  calls.find(({ entry }) => entry.organizer === 'Anna Schmidt' && entry.people === 2)?.entry.callId;
/** Of two versions. */
const failedCallOf = ({ calls }: BrowserArchive) => calls.find(({ entry }) => entry.failed)?.entry.callId;
/** Of 42 people. */
const allHandsOf = ({ calls }: BrowserArchive) => calls.find(({ entry }) => entry.people > 40)?.entry.callId;
const unknownCall = 'ca11ffff-0000-4000-8000-00000000ffff';

const views: View[] = [
  { name: 'search', role: 'Calls.Read', path: () => '/' },
  { name: 'search-limited', role: 'Calls.Read.Limited', path: () => '/' },
  { name: 'search-auditor', role: 'Archive.Audit', path: () => '/' },
  { name: 'calls', role: 'Calls.Read', path: (archive) => `/calls?who=${annaOf(archive)}` },
  { name: 'calls-poor', role: 'Calls.Read', path: (archive) => `/calls?who=${annaOf(archive)}&poor=1` },
  { name: 'calls-none', role: 'Calls.Read', path: () => `/calls?who=${hashOf('nobody@contoso.example')}` },
  { name: 'calls-day', role: 'Calls.Read', path: ({ day }) => `/calls?from=${day}T00:00:00Z` },
  { name: 'call', role: 'Calls.Read', path: (archive) => `/calls/${poorCallOf(archive)}` },
  { name: 'call-failed', role: 'Calls.Read', path: (archive) => `/calls/${failedCallOf(archive)}` },
  {
    name: 'call-limited',
    role: 'Calls.Read.Limited',
    path: (archive) => `/calls/${poorCallOf(archive)}?who=${annaOf(archive)}`,
  },
  { name: 'call-meeting', role: 'Calls.Read', path: (archive) => `/calls/${allHandsOf(archive)}` },
  { name: 'call-hostile', role: 'Calls.Read', path: ({ hostile }) => `/calls/${hostile.entry.callId}` },
  { name: 'call-unknown', role: 'Calls.Read', path: () => `/calls/${unknownCall}`, status: 404 },
  {
    name: 'call-damaged',
    role: 'Calls.Read',
    path: ({ damaged }) => `/calls/${damaged.entry.callId}`,
    status: 500,
  },
  { name: 'versions', role: 'Calls.Read.Raw', path: (archive) => `/calls/${failedCallOf(archive)}/versions` },
  { name: 'diff', role: 'Calls.Read.Raw', path: (archive) => `/calls/${failedCallOf(archive)}/diff` },
  { name: 'person', role: 'Calls.Read', path: (archive) => `/people/${annaOf(archive)}` },
  { name: 'days', role: 'Archive.Audit', path: () => '/days' },
  { name: 'day', role: 'Archive.Audit', path: ({ day }) => `/days/${day}` },
  { name: 'access', role: 'Archive.Audit', path: () => '/access' },
  { name: 'openapi', role: 'Calls.Read', path: () => '/openapi' },
  { name: 'no-role', role: 'Files.Read.All', path: () => '/', status: 403 },
  { name: 'outside-of-role', role: 'Archive.Audit', path: () => `/calls/${unknownCall}`, status: 403 },
  { name: 'no-such-page', role: 'Calls.Read', path: () => '/nowhere', status: 404 },
];

/** Those that have an answer for machines only. */
const withoutHtml = ['/calls/:id/raw'];

describeWithBrowser('every page', () => {
  const openPage = useOnePage();
  const reader = useReader(writeBrowserArchive);

  test.each(views)('$name reads well in light and dark, at 320 px and at 200 %', async (view) => {
    const { name, role, status = 200 } = view;
    const failed = new RegExp(`^console: Failed to load resource.* ${status} |: ${status}$`);
    const page = await openPage(status === 200 ? {} : { expected: failed });
    await reader.signInto(page.context(), role);
    await page.setViewportSize({ width: 1280, height: 800 });
    const response = await page.goto(reader.url() + view.path(reader.archive()));
    expect(response?.status()).toBe(status);
    await takeScreenshots(page, name);
    expect(await findViolations(page)).toEqual([]);
    // 1,280 px at 200 % are 640.
    for (const width of [320, 640]) {
      await page.setViewportSize({ width, height: 800 });
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([width, beyond]).toEqual([width, 0]);
    }
  });

  test('the heading of a call keeps its date in one line at 360 px', async () => {
    const page = await openPage();
    await reader.signInto(page.context(), 'Calls.Read');
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(`${reader.url()}/calls/${poorCallOf(reader.archive())}`);
    const linesOfDate = await page.evaluate(`(() => {
      const pieces = [...document.querySelectorAll('h1 .unbroken')];
      return pieces.map((piece) => [piece.textContent, piece.getClientRects().length]);
    })()`);
    expect(linesOfDate).toEqual([[expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/), 1]]);
  });

  test('a name of one long word makes no list wider than the page', async () => {
    const page = await openPage();
    await reader.signInto(page.context(), 'Calls.Read');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${reader.url()}/calls?from=${reader.archive().day}T00:00:00Z`);
    expect(await page.textContent('table')).toContain('onerror="document.title');
    expect(
      await page.evaluate(`(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(
      document.querySelector('.scroll'))`),
    ).toBe(0);
  });

  test('on paper a table breaks no word', async () => {
    const page = await openPage();
    await reader.signInto(page.context(), 'Calls.Read.Raw');
    await page.goto(`${reader.url()}/calls/${failedCallOf(reader.archive())}/versions`);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    const linesOfWord =
      await page.evaluate(`[...document.querySelectorAll('[data-label="Because of"]')].map((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return [cell.textContent, range.getClientRects().length];
    })`);
    await page.emulateMedia({ media: null });
    expect(linesOfWord).toEqual([
      ['notification', 1],
      ['notification', 1],
    ]);
  });

  test('none is left out', () => {
    const paths = views.map((view) => new URL(view.path(reader.archive()), reader.url()).pathname);
    const isLookedAt = (path: string) =>
      paths.some((one) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(one));
    const forPeople = readerPages.map(({ path }) => path).filter((path) => !withoutHtml.includes(path));
    expect(forPeople.filter((path) => !isLookedAt(path))).toEqual([]);
  });
});
