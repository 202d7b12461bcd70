/** A call record whose people, devices and networks have names that somebody has chosen to do harm. */
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';

/** What a page would do that took one of these for markup, for a script or for text of its own. */
const hostileTexts = [
  '<script>document.title = "hacked"</script>',
  `"><img src="/none" onerror="document.title = 'hacked'">`,
  "' autofocus onfocus='document.title = `hacked`' x='",
  '</title></textarea></svg></style><h1 id="hacked">Hacked</h1>',
  'javascript:document.title="hacked"',
  '\u202egnp.exe\u202c \u2066evil\u2069',
  'ماجد الكندي',
  'שָׁלוֹם עוֹלָם',
  '李小龍 🧑‍💻 Zo\u0301e',
  '=HYPERLINK("http://example.com/?"&A1,"calls")',
  'bell\u0007, null\u0000, escape\u001b[31m, half \ud83d',
  '&lt;b&gt;already escaped&lt;/b&gt; &amp;amp;',
  'W'.repeat(10_000),
] as const;

/** Members with a text that people or machines choose freely. */
const free =
  /^(displayName|name|text|reason|captureDeviceName|renderDeviceName|captureDeviceDriver|dnsSuffix|headerValue|cpuName|label)$/;

/** Ten people; each text above stands at several places. */
export function makeHostileDocument(endedAt: Date): Buffer {
  let next = 0;
  const document = expectedDocument(makeRecord('hostile', { endedAt, kind: 'groupCall', participants: 13 }));
  const text = JSON.stringify(JSON.parse(document.toString('utf8')), (member, value: unknown) => {
    if (!free.test(member) || (typeof value !== 'string' && value !== null)) return value;
    next += 1;
    return hostileTexts[next % hostileTexts.length];
  });
  return Buffer.from(text);
}
