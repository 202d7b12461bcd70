/** What `npm start` prints: a line a call that fits the terminal, people instead of ids. */
import { describe, expect, test } from '@jest/globals';
import { makeArchiveScreen } from '../../../local/archive-screen.ts';
import { describeCall } from '../../../local/describe-call.ts';
import { listCompanyCalls } from '../../../local/graph-simulator/company/company-calls.ts';
import { makeCompany } from '../../../local/graph-simulator/company/people.ts';
import { parseStartOptions } from '../../../local/start-options.ts';

const callId = '937f63e3-6cfe-48e2-955f-292201beff4c';
const now = new Date('2026-11-25T11:30:00Z');
const calls = listCompanyCalls(makeCompany(), 'contoso', now);
const logLine = (event: string, facts: object) =>
  `2026-11-25T11:30:05.123Z info [archive] ${event} ${JSON.stringify(facts)}`;
const archived = (id: string, version = '1') =>
  logLine('archiving.record-archived', {
    call_id: id,
    version,
    sessions: 1,
    participants: 2,
    blob: 'a/b.gz',
  });

function makeScreen(columns = 80, blobUrl?: string) {
  const printed: string[] = [];
  const screen = makeArchiveScreen({
    columns,
    blobUrl: () => blobUrl,
    print: (line) => printed.push(line),
  });
  return { screen, printed };
}

describe('a call of the company', () => {
  test.each([80, 120])('is one line of at most %d columns', (columns) => {
    const { screen, printed } = makeScreen(columns);
    for (const call of calls.recent) {
      screen.introduce(call.id, describeCall(call));
      screen.readLogLine(archived(call.id));
      screen.readLogLine(
        logLine('archiving.record-postponed', {
          call_id: call.id,
          why: 'Asking Graph: it answered 404 UnknownError',
          next_try: '2026-11-25T11:30:09Z',
        }),
      );
    }
    expect(printed).toHaveLength(2 * calls.recent.length);
    expect(printed.filter((line) => [...line].length > columns)).toEqual([]);
    expect(printed.filter((line) => line.includes('Anna Schmidt')).length).toBeGreaterThan(3);
    expect(printed.filter((line) => line.endsWith('– again at 11:30:09'))).toHaveLength(calls.recent.length);
  });

  test('says when it was, how long, and who took part', () => {
    const lines = calls.recent.map(describeCall);
    expect(lines).toContainEqual(expect.stringMatching(/^Tue 09:03 {2}13 min {2}Anna Schmidt → Tom Becker$/));
    expect(lines).toContainEqual(expect.stringMatching(/^Tue 09:30 {2}41 min {2}42 people: Carla Weber, /));
    expect(lines).toContainEqual(expect.stringMatching(/^Tue 08:52 {4}23 s {2}FAILED Bob Okafor → Yuki/));
  });
});

test('a call without a text is shown by its id, a quiet one not at all', () => {
  const { screen, printed } = makeScreen();
  screen.introduce('quiet', undefined);
  screen.readLogLine(archived('quiet'));
  screen.readLogLine(archived(callId, '2'));
  expect(printed).toEqual([`11:30:05  archived    call ${callId}: 1… (version 2)`]);
});

test('the address of a blob is shown on request, whole', () => {
  const { screen, printed } = makeScreen(80, 'http://127.0.0.1:10000/devstoreaccount1');
  screen.introduce(callId, 'a call');
  screen.readLogLine(archived(callId));
  expect(printed).toEqual([
    '11:30:05  archived    a call',
    '                      http://127.0.0.1:10000/devstoreaccount1/call-records/a/b.gz',
  ]);
});

test('calls are awaited each by itself, versions are counted', async () => {
  const { screen } = makeScreen();
  const both = screen.untilArchived(['one', 'two']);
  let isOver = false;
  void both.then(() => {
    isOver = true;
  });
  for (const version of ['1', '2']) screen.readLogLine(archived('one', version));
  await Promise.resolve();
  expect(isOver).toBe(false);
  screen.readLogLine(archived('two'));
  await both;
  expect(screen.archivedCount()).toBe(3);
});

describe('the calls until now', () => {
  test('are those of yesterday and today that are over, with every cause that was planted', () => {
    const days = calls.recent.map(({ startedAtMs }) => new Date(startedAtMs).toISOString().slice(0, 10));
    expect(new Set(days)).toEqual(new Set(['2026-11-24', '2026-11-25']));
    expect(calls.recent.filter(({ endedAtMs }) => endedAtMs > now.getTime())).toEqual([]);
    expect(new Set(calls.recent.map(({ cause }) => cause))).toEqual(
      new Set([undefined, 'bad-wifi', 'congested-line', 'bad-headset', 'drop', 'not-connected', 'rated']),
    );
  });

  test('go on with those of the days before', () => {
    const { earlier } = listCompanyCalls(makeCompany(), 'contoso', now);
    const days = Array.from({ length: 150 }, () =>
      new Date(earlier.next().value.startedAtMs).toISOString().slice(0, 10),
    );
    expect([...new Set(days)].slice(0, 2)).toEqual(['2026-11-23', '2026-11-22']);
  });
});

test.each([
  [[], { calls: undefined, everyMs: 2000, blobs: false, mixed: false }],
  [
    ['--calls', '20', '--every', '0.5', '--blobs', '--mixed'],
    { calls: 20, everyMs: 500, blobs: true, mixed: true },
  ],
  [['--calls', '0'], undefined],
  [['--every', 'never'], undefined],
  [['--blob'], undefined],
])('npm start understands %j', (args, options) => {
  expect(parseStartOptions(args)).toEqual(options);
});
