/** The script of the pages, run over a document of a few elements: times in the zone of the browser, and the zone remembered. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { type MomentForm, moment } from '../../../src/web/parts/moment.ts';

const script = readFileSync(new URL('../../../src/web/static/reader.js', import.meta.url), 'utf8');
const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
/** In none of the zones in which tests run. */
const serverZone = 'Pacific/Chatham';
const at = '2026-06-01T23:59:58.000Z';

interface FakeTime {
  dateTime: string;
  dataset: { as: string };
  textContent: string;
}

/** What the server wrote in `zone`, as an element. */
function timeElement(as: MomentForm, zone: string): FakeTime {
  const [, dateTime = '', textContent = ''] =
    /<time datetime="([^"]*)"[^>]*>([^<]*)/.exec(String(moment(at, { zone }, as))) ?? [];
  return { dateTime, dataset: { as }, textContent };
}

function openPage(search: string) {
  const times = (['minute', 'weekday', 'second'] as const).map((as) => timeElement(as, serverZone));
  const zoneName = { textContent: serverZone };
  const utcHint = { hidden: true };
  const found: Record<string, object[]> = {
    'time[data-as]': times,
    '[data-zone-name]': [zoneName],
    '[data-utc-hint]': [utcHint],
  };
  const document = {
    cookie: '',
    documentElement: { dataset: { zone: serverZone } },
    querySelectorAll: (selector: string) => found[selector] ?? [],
  };
  const location = { protocol: 'https:', search };
  runInNewContext(script, { document, location, addEventListener: () => undefined, URLSearchParams });
  return {
    texts: times.map(({ textContent }) => textContent),
    zone: zoneName.textContent,
    isUtcHinted: !utcHint.hidden,
    cookie: document.cookie,
  };
}

test('times are written as the server writes them, in the zone of the browser, which is remembered', () => {
  const { texts, zone, isUtcHinted, cookie } = openPage('');
  expect(texts).toEqual(
    (['minute', 'weekday', 'second'] as const).map((as) => timeElement(as, own).textContent),
  );
  expect(texts).not.toContain(timeElement('minute', serverZone).textContent);
  expect([zone, isUtcHinted]).toEqual([own, own !== 'UTC']);
  expect(cookie).toBe(`zone=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=strict; secure`);
});

test('a zone that the address names stays', () => {
  const { texts, zone, cookie } = openPage(`?zone=${serverZone}`);
  expect(texts[0]).toBe(timeElement('minute', serverZone).textContent);
  expect([zone, cookie]).toEqual([serverZone, '']);
});
