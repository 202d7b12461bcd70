/** What strangers write into a record stays text: no markup, nothing invisible, nothing endless, wherever it stands. */
import { describe, expect, test } from '@jest/globals';
import { callPage } from '../../../src/web/pages/call.ts';
import { diffPage } from '../../../src/web/pages/diff.ts';
import { archiveDocument } from '../../support/archived-records.ts';
import { makeMemoryReader } from '../../support/reader-pages.ts';

const id = '0a1b2c3d-0000-4000-8000-000000000001';
const span = { startDateTime: '2026-11-20T10:00:00Z', endDateTime: '2026-11-20T10:30:00Z' };

/** A record with this text in every place where one can stand; names are cut where Graph's own could not be longer. */
function recordOf(text: string, version = 1) {
  const name = text.slice(0, 500);
  const identity = (key: string) => ({
    user: { id: `${key}-${name}`, displayName: `${key} ${name}`, userPrincipalName: name },
  });
  const end = (key: string) => ({
    name: text,
    cpuName: text,
    userAgent: {
      headerValue: text,
      platform: text,
      productFamily: text,
      applicationVersion: text,
      role: text,
    },
    associatedIdentity: { id: `${key}-${name}`, displayName: `${key} ${name}` },
    feedback: { rating: text, text, tokens: { [text]: true } },
  });
  const place = { ipAddress: text, subnet: text, connectionType: text, dnsSuffix: text, [text]: text };
  const device = { captureDeviceName: text, renderDeviceName: text, captureNotFunctioningEventRatio: 0.5 };
  const stream = { packetUtilization: 900, averageRoundTripTime: 'PT0.7S', audioCodec: text, [text]: text };
  const media = (label: string) => ({
    label,
    callerNetwork: place,
    calleeNetwork: place,
    callerDevice: device,
    streams: [stream],
  });
  return archiveDocument(
    Buffer.from(
      JSON.stringify({
        id,
        version,
        ...span,
        type: text,
        modalities: [text],
        lastModifiedDateTime: text,
        joinWebUrl: `https://teams.example/${text}`,
        organizer_v2: { identity: identity('o') },
        sessions: [
          {
            ...span,
            id: text,
            modalities: [text],
            failureInfo: { stage: text, reason: text },
            caller: end('a'),
            callee: end('b'),
            segments: [
              {
                ...span,
                failureInfo: { stage: text, reason: text },
                media: [media('main-audio'), media(text)],
              },
            ],
          },
        ],
        participants_v2: [{ identity: identity('a') }, { identity: identity('p') }],
      }),
    ),
  );
}

/** No quote of the record ends an attribute, and no sign of it begins a tag. */
const tagForm = /^<\/?[a-z]+\d?(?: [a-z\d-]+="[^"<>]*"| hidden| download)*\/?>$/i;

const texts: [kind: string, text: string][] = [
  ['markup', '<b>"\'&<img src=x onerror=alert(1)></b>'],
  ['a script', '</pre></title></svg><script>alert(1)</script>'],
  ['signs that turn the direction', 'abc\u202egnp.exe\u2066\u200b\u{e0041}'],
  ['control characters', 'a\u0000b\u001b[31mc\u0007'],
  ['halves of characters', '\ud83d and \udc00'],
  ['10,000 letters', 'w'.repeat(10_000)],
  ['10,000 quotes', '"'.repeat(10_000)],
];

describe.each(texts)('a record full of %s', (_kind, text) => {
  const reader = makeMemoryReader([recordOf(text)]);

  test('is shown as text, in a page that is no longer than it must be', async () => {
    const { html, json } = await reader.open(callPage, `/calls/${id}`, 'Calls.Read.Raw');
    expect(html).toContain('Who was there');
    expect(html).not.toMatch(/<(script|img|b)\b/i);
    for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).toMatch(tagForm);
    expect(html).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n]]/v);
    expect(html.isWellFormed()).toBe(true);
    expect(html.length).toBeLessThan(250_000);
    expect(json.length).toBeLessThan(250_000);
  });

  test('stays hidden from a reader of one person’s calls', async () => {
    const limited = await reader.open(callPage, `/calls/${id}?who=${'0'.repeat(32)}`, 'Calls.Read.Limited');
    expect(limited.answer).toMatchObject({ kind: 'problem' });
  });
});

test('two versions of a hostile record are compared in text of a length that people read', async () => {
  const reader = makeMemoryReader([
    recordOf('<b>old</b>'.repeat(1000)),
    recordOf('<script>new</script>'.repeat(500), 2),
  ]);
  const { html } = await reader.open(diffPage, `/calls/${id}/diff`);
  expect(html).toContain('&lt;script&gt;new');
  expect(html).not.toMatch(/<(b|script)>/);
  expect(html.length).toBeLessThan(250_000);
});

test('a sentence that begins with a name written from right to left is English all the same', async () => {
  const record = recordOf('שרה');
  const { html } = await makeMemoryReader([record]).open(callPage, `/calls/${id}`);
  expect(html).toMatch(/<p class="lede">[^<]*שרה/);
  expect(html).not.toContain('dir="auto"');
});
