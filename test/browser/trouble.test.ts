/** The browser that the other tests here rely on: that it is one, and that nothing goes wrong in it unseen. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithBrowser, useBrowser } from '../support/browser.ts';
import { findViolations } from '../support/find-violations.ts';
import { type Listener, startListener } from '../support/listener.ts';
import { watchPage } from '../support/watch-page.ts';

const page = (main: string) => `<!doctype html><html lang="en"><title>Calls</title><main>${main}</main>`;

describeWithBrowser('a page', () => {
  const openPage = useBrowser();
  let listener: Listener;

  beforeAll(async () => {
    listener = await startListener(({ url }, response) => {
      const main = decodeURIComponent(url.search.slice(1));
      const status = url.pathname === '/chart.png' ? 404 : 200;
      const policy = "default-src 'self'; script-src 'unsafe-inline'; style-src data:";
      response
        .writeHead(status, { 'content-type': 'text/html', 'content-security-policy': policy })
        .end(url.pathname === '/calls' ? page(main) : '');
    });
  });
  afterAll(() => listener.close());

  test('without trouble has none', async () => {
    const calls = await openPage();
    const troubles = watchPage(calls);
    await calls.goto(`${listener.origin}/calls?${encodeURIComponent('Anna')}`);
    expect(await calls.textContent('main')).toBe('Anna');
    expect(troubles).toEqual([]);
  });

  test.each([
    ['writes an error', '<script>console.error("broken")</script>', /^console: broken$/],
    ['throws', '<script>nobody.knows()</script>', /^script: nobody is not defined$/],
    ['asks for what is not there', '<img alt="" src="/chart.png">', /^GET \S+chart.png: 404$/],
    [
      'asks another machine',
      '<img alt="" src="http://example.com/a.png">',
      /example.com\S+: another machine$/,
    ],
    ['breaks its own policy', '<style>main { color: red }</style>', /^console: .*Content Security Policy/],
  ])('that %s is in trouble', async (_, main, expected) => {
    const calls = await openPage({ expected: /./ });
    const troubles = watchPage(calls);
    await calls.goto(`${listener.origin}/calls?${encodeURIComponent(main)}`);
    expect(troubles).toContainEqual(expect.stringMatching(expected));
  });

  test('that not everybody can read breaks a rule, in the colours in which it does', async () => {
    const calls = await openPage();
    const style = '@media (prefers-color-scheme: dark) { p { color: #111; background: #222 } }';
    const main = `<h1>Calls</h1><p>Anna</p><link rel="stylesheet" href="data:text/css,${encodeURIComponent(style)}">`;
    await calls.goto(`${listener.origin}/calls?${encodeURIComponent(main)}`);
    expect(await findViolations(calls)).toEqual([
      expect.stringMatching(/^dark, color-contrast: <p>Anna<\/p>/),
    ]);
  });
});
