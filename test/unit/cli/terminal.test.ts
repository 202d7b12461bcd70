/** Names in a record are written by strangers: whatever verb shows them, a terminal gets nothing that it would obey or hide. */
import { expect, test } from '@jest/globals';
import { archiveDocument } from '../../support/archived-records.ts';
import { runCommand } from '../../support/cli-run.ts';
import { useFakeApps } from '../../support/fake-app.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';
import { makeMemoryReportArchive } from '../../support/memory-report-archive.ts';

const startFakeApp = useFakeApps();
const callId = '0a1b2c3d-0000-4000-8000-000000000001';
/** Sets a window's title, clears the screen, in one byte too; turns the direction; hides. JSON holds all but the first as they are. */
const hostile = '\u001b]0;title\u007f\u0007\u001b[2J\u009b2J\u202eevil\u200b\u{e0041}';
const obeyedOrHidden = /(?![\r\n\t])\p{Cc}|[\u202a-\u202e\u200b]|[\u{e0000}-\u{e007f}]/u;
const identity = { user: { id: callId, displayName: `Mallory ${hostile}` } };
const document = {
  id: callId,
  version: 1,
  type: 'groupCall',
  startDateTime: '2026-11-20T10:00:00Z',
  endDateTime: '2026-11-20T10:05:00Z',
  organizer_v2: { identity },
  sessions: [{ id: 's', caller: { identity, feedback: { rating: 'poor', text: hostile } }, segments: [] }],
  participants_v2: [{ identity }],
};
const record = archiveDocument(Buffer.from(JSON.stringify(document)));
const archive = makeMemoryCallArchive([record]);

test.each([
  `get ${callId}`,
  'export',
  `show ${callId}`,
  `show ${callId} --all`,
  `show ${callId} -o json`,
  'search',
  'search -o json',
  'search -o ndjson',
  'search -o csv',
  'search -o excel',
  `versions ${callId}`,
  'stats',
])('%s', async (command) => {
  const { stdout, stderr, exitCode } = await runCommand([...command.split(' '), '--path', 'anywhere'], {
    env: { NO_COLOR: '1' },
    terminal: 80,
    archives: { open: async () => archive, openReports: async () => makeMemoryReportArchive() },
  });
  expect([exitCode, stdout.length > 0]).toEqual([0, true]);
  expect(`${stdout}${stderr}`).not.toMatch(obeyedOrHidden);
});

test.each([['show', hostile], [`--${hostile}`], ['show', '--debug', '--path', hostile, callId]])(
  'what is wrong with the arguments %j %j',
  async (...args) => {
    const { stderr, exitCode } = await runCommand(args, { terminal: 80 });
    expect([exitCode > 0, stderr.length > 0]).toEqual([true, true]);
    expect(stderr).not.toMatch(obeyedOrHidden);
  },
);

test('what an app answers', async () => {
  const body = { listed: 1, requested: 1, continues: false, note: hostile };
  const app = await startFakeApp(() => ({ status: 202, body }));
  const { stdout, stderr, exitCode } = await runCommand(['backfill', '--from', '2d'], {
    env: { CALL_ARCHIVE_URL: app.url, CALL_ARCHIVE_KEY: 'key' },
    terminal: 80,
  });
  expect(exitCode).toBe(0);
  expect(stderr).toContain('\\u001b]0;title');
  expect(`${stdout}${stderr}`).not.toMatch(obeyedOrHidden);
});

/** Nobody has told the terminal its size, or it is a sliver: what is shown can be read. */
test.each([
  [0, 80],
  [1, 20],
  [3, 20],
])('in %i columns, %i are taken', async (terminal, columns) => {
  const wide = { organizer_v2: { identity: { user: { id: callId, displayName: '山田太郎'.repeat(9) } } } };
  const records = [archiveDocument(Buffer.from(JSON.stringify({ ...document, ...wide })))];
  for (const command of [`show ${callId} --all`, 'search', 'stats']) {
    const run = async (width: number) => {
      const { exitCode, stdout } = await runCommand([...command.split(' '), '--path', 'anywhere'], {
        env: { NO_COLOR: '1' },
        terminal: width,
        archives: {
          open: async () => makeMemoryCallArchive(records),
          openReports: async () => makeMemoryReportArchive(),
        },
      });
      // On stderr a slow run may show its progress.
      return { exitCode, stdout };
    };
    expect(await run(terminal)).toEqual(await run(columns));
  }
});
