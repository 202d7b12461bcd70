/** The timeline: what people heard, said, saw and showed when, in a picture and in a table that says the same. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { showCall } from '../../../src/reading/show-call.ts';
import { makeTimeline } from '../../../src/web/timeline/make-timeline.ts';
import { placeSpan, placeTicks } from '../../../src/web/timeline/time-axis.ts';
import { timelineFigure } from '../../../src/web/timeline/timeline-figure.ts';
import { timelineTable } from '../../../src/web/timeline/timeline-table.ts';
import { archiveDocument, archiveRecord } from '../../support/archived-records.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';
import { fewPackets, good, person, service, session, slow } from '../../support/quality-calls.ts';

const [anna, bob] = [person('Anna'), person('Bob')];
const span = { startDateTime: '2026-11-20T10:00:00Z', endDateTime: '2026-11-20T10:30:00Z' };
const at = (from: string, to: string) => ({
  startDateTime: `2026-11-20T${from}Z`,
  endDateTime: `2026-11-20T${to}Z`,
});

async function draw(sessions: object[], members: object = {}) {
  const head = { id: '0a1b2c3d-0000-4000-8000-000000000001', version: 1, type: 'groupCall', modalities: [] };
  const record = { ...head, ...span, sessions, participants_v2: [], ...members };
  return drawArchived(archiveDocument(Buffer.from(JSON.stringify(record))));
}

async function drawArchived(record: ReturnType<typeof archiveDocument>) {
  const account = await showCall(makeMemoryCallArchive([record]), record.entry);
  return makeTimeline(account);
}

const barsOf = ({ rows }: Awaited<ReturnType<typeof draw>>, who: string) =>
  rows.find((row) => row.who === who)?.bars.map(({ lane, other, verdict }) => `${lane} ${other}: ${verdict}`);
const marksOf = ({ rows }: Awaited<ReturnType<typeof draw>>, who: string) =>
  rows
    .find((row) => row.who === who)
    ?.marks.map(({ what, from, text }) => `${from.slice(11, 19)} ${what}: ${text}`);

describe('a call whose record does not know', () => {
  const unknown = '0001-01-01T00:00:00Z';
  const sessions = [
    { ...session(anna, bob, { there: good }), ...at('10:05:00', '10:20:00') },
    { ...session(bob, anna, { there: good }), ...at('10:10:00', '10:25:00') },
  ];

  test.each([
    ['its start', { startDateTime: unknown }, '10:05:00', '10:30:00'],
    ['its end', { endDateTime: unknown }, '10:00:00', '10:25:00'],
    ['either', { startDateTime: unknown, endDateTime: unknown }, '10:05:00', '10:25:00'],
  ])('%s is drawn as far as its sessions go', async (_, members, from, to) => {
    const drawn = await draw(sessions, members);
    expect([drawn.from, drawn.to].map((time) => time.slice(0, 19))).toEqual([
      `2026-11-20T${from}`,
      `2026-11-20T${to}`,
    ]);
  });
});

describe('a row of the timeline', () => {
  test('says of each person what they heard, said, saw and showed, and how good it was', async () => {
    const timeline = await draw([
      session(
        anna,
        bob,
        { there: good, back: slow },
        { label: 'main-video', there: { averageVideoFrameRate: 3 } },
        { label: 'applicationsharing-video', back: good },
        { label: 'data', there: good },
      ),
    ]);
    expect(barsOf(timeline, 'Anna')).toEqual([
      'heard Bob: poor',
      'said Bob: good',
      'saw Bob: good',
      'showed Bob: poor',
    ]);
    expect(barsOf(timeline, 'Bob')).toEqual([
      'heard Anna: good',
      'said Anna: poor',
      'saw Anna: poor',
      'showed Anna: good',
    ]);
  });

  test('of a meeting is with the service, and nobody else has it', async () => {
    const timeline = await draw([
      session(anna, service(), { there: good, back: fewPackets }),
      session(bob, service(), { there: slow }),
    ]);
    const mcu = 'service skypeForBusinessAudioVideoMcu';
    expect(barsOf(timeline, 'Anna')).toEqual([`heard ${mcu}: unclassified`, `said ${mcu}: good`]);
    expect(barsOf(timeline, 'Bob')).toEqual([`said ${mcu}: poor`]);
  });

  test('marks who joined, left, was away, dropped, and what they said of it', async () => {
    const rated = { ...anna, feedback: { rating: 'bad', text: 'Echo' } };
    const failureInfo = { stage: 'midcall', reason: 'Network lost' };
    const timeline = await draw([
      { ...session(anna, service()), ...at('10:01:00', '10:10:00'), failureInfo },
      { ...session(anna, service()), ...at('10:09:00', '10:11:00') },
      { ...session(rated, service()), ...at('10:12:05', '10:30:00') },
    ]);
    expect(marksOf(timeline, 'Anna')).toEqual([
      '10:01:00 joined: joined',
      '10:10:00 failed: midcall: Network lost',
      '10:11:00 left: left',
      '10:11:00 gap: away for 1 min 5 s',
      '10:12:05 joined: came back',
      '10:30:00 left: left',
      '10:30:00 feedback: bad: “Echo”',
    ]);
  });

  test('holds what lies within the call only, and nothing of which the time is unknown', async () => {
    const timeline = await draw([
      { ...session(anna, service(), { there: good }), ...at('09:00:00', '12:00:00') },
      { ...session(anna, service(), { there: good }), ...at('11:00:00', '12:00:00') },
      {
        ...session(bob, service(), { there: good }),
        startDateTime: '0001-01-01T00:00:00Z',
        endDateTime: 'soon',
      },
    ]);
    expect(timeline.rows[0]?.bars.map(({ from, to }) => [from, to])).toEqual([
      ['2026-11-20T10:00:00.000Z', '2026-11-20T10:30:00.000Z'],
    ]);
    expect(timeline.rows[1]).toMatchObject({ who: 'Bob', bars: [], marks: [] });
  });

  test('reaches as far as the sessions do where the record does not know its end', async () => {
    const unended = { endDateTime: null };
    const late = { ...session(anna, service()), ...at('10:05:00', '11:45:00') };
    expect((await draw([late], unended)).to).toBe('2026-11-20T11:45:00.000Z');
    const never = { ...late, endDateTime: '9998-01-01T00:00:00Z' };
    expect((await draw([never], unended)).to).toBe('2026-11-27T10:00:00.000Z');
    expect((await draw([], unended)).to).toBe('2026-11-20T10:00:01.000Z');
  });

  test('of thousands of streams is cut, and says how many are left out', async () => {
    const streams = Array.from({ length: 300 }, () => good);
    const timeline = await draw([session(anna, service(), { there: streams })]);
    expect(timeline.rows[0]?.bars.length).toBe(120);
    expect(timeline.rows[0]?.further).toBe(180);
    expect(String(await timelineFigure(timeline, 'UTC'))).toContain('and 180 more');
    expect(String(await timelineTable(timeline, 'UTC'))).toContain('and 180 more');
  });
});

describe('the axis', () => {
  test.each([
    ['10:00:00', '10:00:20', 'UTC', ['10:00:00', '10:00:05', '10:00:10', '10:00:15', '10:00:20']],
    ['10:00:00', '10:30:00', 'Europe/Berlin', ['11:00', '11:10', '11:20', '11:30']],
    ['10:07:00', '11:02:00', 'Asia/Kolkata', ['15:45', '16:00', '16:15', '16:30']],
    ['00:00:00', '23:59:59', 'UTC', ['00:00', '06:00', '12:00', '18:00']],
  ])('from %s to %s in %s has ticks at round times', (from, to, zone, labels) => {
    const call = { from: `2026-11-20T${from}Z`, to: `2026-11-20T${to}Z` };
    expect(placeTicks(call, zone).map(({ label }) => label)).toEqual(labels);
  });

  test('keeps everything within the picture, and nothing too short to be seen', () => {
    const call = { from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' };
    const moment = (offset: number) => new Date(Date.parse(call.from) + offset).toISOString();
    fc.assert(
      fc.property(fc.nat(3_600_000), fc.nat(3_600_000), (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const { x, width } = placeSpan({ from: moment(from), to: moment(to) }, call);
        expect(Number.parseFloat(x)).toBeGreaterThanOrEqual(0);
        expect(Number.parseFloat(x) + Number.parseFloat(width)).toBeLessThanOrEqual(100.01);
        expect(Number.parseFloat(width)).toBeGreaterThanOrEqual(0.3);
      }),
    );
    expect(placeTicks({ ...call, to: call.from }, 'UTC').length).toBeLessThanOrEqual(10);
  });
});

describe('picture and table', () => {
  const sayable = async () =>
    draw([
      session(anna, bob, { there: slow, back: good }),
      session(anna, service(), { back: fewPackets }),
      {
        ...session(anna, bob),
        ...at('10:10:00', '10:20:00'),
        failureInfo: { stage: 'midcall', reason: 'Gone' },
      },
    ]);

  test('say the same: every bar and mark of one stands in the other', async () => {
    const timeline = await sayable();
    const [figure, table] = [await timelineFigure(timeline, 'UTC'), await timelineTable(timeline, 'UTC')].map(
      String,
    );
    const titles = [...(figure ?? '').matchAll(/<title>(.*?)<\/title>/g)].map(([, title = '']) => title);
    expect(titles.length).toBe(timeline.rows.flatMap(({ bars, marks }) => [...bars, ...marks]).length);
    for (const title of titles) {
      const [what = ''] = title.split(/, (?=\d\d:\d\d:\d\d)/);
      expect(table).toContain(`<td>${what}</td>`);
    }
  });

  test('tell verdicts apart by pattern and by word', async () => {
    const figure = String(await timelineFigure(await sayable(), 'UTC'));
    for (const [fill, word] of [
      ['class="fill-good"', 'good'],
      ['fill="url\\(#mark-poor\\)"', 'poor'],
      ['fill="url\\(#mark-open\\)"', 'without a verdict'],
    ])
      expect(figure).toMatch(new RegExp(`<rect [^>]*${fill}><title>[^<]*: ${word} `));
    expect(figure).not.toMatch(/style=|<script/);
  });

  test('are written for any record without a value that is not a number', async () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const endedAt = new Date('2026-11-20T11:00:00Z');
      const figure = String(
        await timelineFigure(await drawArchived(archiveRecord(seed, { endedAt, sessions: 6 })), 'UTC'),
      );
      expect(figure).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  });
});
