/** What people come for: a call, found by what they know of it, and its answer taken along; also without mouse or script. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeWithBrowser, type PageOptions, useBrowser } from '../support/browser.ts';
import { type BrowserArchive, writeBrowserArchive } from '../support/browser-archive.ts';
import { type Listener, startListener } from '../support/listener.ts';
import { useReader } from '../support/reader-system.ts';

describeWithBrowser('a call is found', () => {
  const openPage = useBrowser();
  const reader = useReader(writeBrowserArchive);

  async function open(options: PageOptions = {}, role = 'Calls.Read'): Promise<Page> {
    const page = await openPage(options);
    await reader.signInto(page.context(), role);
    await page.goto(reader.url());
    return page;
  }

  test('by name and keyboard alone: in seven key presses from its three letters to its answer for the ticket', async () => {
    const { calls } = reader.archive();
    const ofTom = calls.filter(({ entry }) => entry.named.some(({ name }) => name === 'Tom Becker'));
    const starts = ofTom.map(({ entry }) => entry.startedAt).sort();
    const newest = ofTom.find(({ entry }) => entry.startedAt === starts.at(-1))?.entry.callId ?? '';
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    let presses = 0;
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        presses += 1;
        await page.keyboard.press(key);
      }
    };
    await press('t', 'o', 'm', 'Enter');
    await page.waitForURL(/\/calls\?who=/);
    expect(await page.textContent('h1')).toBe('Calls of Tom Becker (tom.becker@contoso.com)');
    await press('j', 'Enter');
    await page.waitForURL(new RegExp(`/calls/${newest}\\?who=[0-9a-f]{32}$`));
    const answer = await page.textContent('.lede');
    expect(answer).toContain('Tom Becker');
    await press('c');
    await page.locator('#status', { hasText: 'Copied.' }).waitFor();
    const beyond =
      'document.querySelector("#status").getBoundingClientRect().bottom - document.documentElement.clientHeight';
    expect(await page.evaluate(beyond)).toBeLessThanOrEqual(0);
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied.replaceAll(/\s+/g, ' ')).toContain(answer?.trim());
    expect(copied).toContain(newest);
    expect(presses).toBe(7);
  });

  test('with single-letter keys that somebody can turn off, and on again', async () => {
    const page = await open();
    await page.fill('#q', 'tom');
    await page.press('#q', 'Enter');
    await page.waitForURL(/\/calls\?who=/);
    const isOnCall = () => page.evaluate('document.activeElement.matches("[data-item]")');
    const turn = async () => {
      await page.click('button[data-keys]');
      await page.locator('[data-keys-on]').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Escape');
    };
    await turn();
    await page.reload();
    await page.keyboard.press('j');
    await page.keyboard.press('?');
    expect([await isOnCall(), await page.locator('dialog[open]').count()]).toEqual([false, 0]);
    await turn();
    await page.keyboard.press('j');
    expect(await isOnCall()).toBe(true);
  });

  const asked: [what: string, find: (archive: BrowserArchive) => { typed: string; callId: string }][] = [
    [
      'a number, however it is written',
      ({ calls }) => findBy(calls, 'phone:', (number) => number.replace(/^\+(\d\d)/, '00$1 ')),
    ],
    ['an object id', ({ calls }) => findBy(calls, 'id:')],
    ['a user principal name', ({ calls }) => findBy(calls, 'upn:')],
    [
      'a meeting link',
      ({ calls }) => {
        const call = calls.find(({ entry }) => entry.findKeys.some((key) => key.startsWith('meeting:')));
        return { typed: JSON.parse(String(call?.document)).joinWebUrl, callId: String(call?.entry.callId) };
      },
    ],
  ];
  test.each(asked)('by %s, which stands in no address', async (_, find) => {
    const { typed, callId } = find(reader.archive());
    const page = await open();
    await page.fill('#q', typed);
    await page.press('#q', 'Enter');
    await page.waitForURL(/\/calls\?(who|meeting)=[0-9a-f]{32}$/);
    await page.click(`a[href*="${callId}"]`);
    await page.waitForURL(new RegExp(`/calls/${callId}(\\?who=[0-9a-f]{32})?$`));
    expect(await page.textContent('h1')).toMatch(/^Call of /);
  });

  test('without a script, by a name that several have, and with a date', async () => {
    const { day } = reader.archive();
    const page = await open({ javaScriptEnabled: false });
    await page.fill('#q', 'ann');
    await page.fill('#from', day);
    await page.click('button.main-button');
    expect(await page.textContent('h1')).toBe('Who is meant?');
    await page.click('a:has-text("Anna Schmidt")');
    expect(await page.textContent('h1')).toMatch(/^Calls of Anna Schmidt .* since /);
    await page.click('tbody a');
    expect(await page.textContent('h1')).toMatch(/^Call of /);
    expect(await page.locator('#ticket').textContent()).toContain('Anna Schmidt');
    // What only a script can do is not offered.
    expect(await page.locator('button:visible', { hasText: 'Copy' }).count()).toBe(0);
  });

  test('that it is not is said with why, and what to do', async () => {
    const page = await open({ expected: /422/ });
    await page.fill('#q', 'zzz nobody');
    await page.press('#q', 'Enter');
    await page.locator('#q-wrong').waitFor();
    expect(await page.textContent('#q-wrong')).toContain('Nobody with calls has this name');
    expect(await page.inputValue('#q')).toBe('zzz nobody');
  });

  test('with hostile names, of which none becomes part of the page', async () => {
    const { hostile } = reader.archive();
    const page = await open();
    await page.goto(`${reader.url()}/calls/${hostile.entry.callId}`);
    await page.locator('details').evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    expect(await page.title()).toMatch(/^Call of /);
    expect(await page.locator('#hacked, img, iframe, style, script:not([src^="/static/"])').count()).toBe(0);
    expect(
      await page.evaluate(
        '[...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith("on") || name === "style")',
      ),
    ).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    // A name that is written from right to left turns round nothing beside it.
    const arabic = page.locator('th', { hasText: 'ماجد' }).first();
    expect(await arabic.locator('bdi').first().textContent()).toBe('ماجد الكندي');
  });

  describe('from a page of somebody else', () => {
    let other: Listener;
    beforeAll(async () => {
      other = await startListener(({ url }, response) => {
        const target = url.searchParams.get('target') ?? '';
        const form = `<form method="post" action="${target}"><input name="q" value="anna"></form>`;
        const body = url.pathname === '/frame' ? `<iframe src="${target}"></iframe>` : form;
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<link rel="icon" href="data:,">${body}`);
      });
    });
    afterAll(() => other.close());
    const target = (path: string) =>
      `${other.origin}${path}?target=${encodeURIComponent(`${reader.url()}/`)}`;

    test('nothing is: it is shown in no frame', async () => {
      const page = await open({ expected: /frame-ancestors|ERR_BLOCKED_BY_RESPONSE/ });
      await page.goto(target('/frame'));
      const [, frame] = page.frames();
      expect(frame?.url()).toBe('chrome-error://chromewebdata/');
    });

    test('nothing is: its form is refused, though the cookie comes with it', async () => {
      const page = await open({ expected: /403/ });
      await page.goto(target('/form'));
      const answered = page.waitForResponse(`${reader.url()}/`);
      await page.evaluate('document.forms[0].submit()');
      expect((await answered).status()).toBe(403);
      await page.waitForLoadState();
      expect(await page.textContent('h1')).toBe('Not sent by this app');
    });
  });
});

/** The first call with a key of that kind, and what somebody types who knows it. */
function findBy(calls: BrowserArchive['calls'], kind: string, write = (text: string) => text) {
  const call = calls.find(
    ({ entry }) => entry.people === 2 && entry.findKeys.some((key) => key.startsWith(kind)),
  );
  const key = call?.entry.findKeys.find((one) => one.startsWith(kind)) ?? '';
  return { typed: write(key.slice(kind.length)), callId: String(call?.entry.callId) };
}
