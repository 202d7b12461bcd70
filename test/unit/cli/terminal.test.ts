/** Names in a record are written by strangers: whatever verb shows them, a terminal gets nothing that it would obey or hide. */
import { expect, test } from '@jest/globals';
import { archiveDocument } from '../../support/archived-records.ts';
import { runCommand } from '../../support/cli-run.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';
import { makeMemoryReportArchive } from '../../support/memory-report-archive.ts';

const callId = '0a1b2c3d-0000-4000-8000-000000000001';
/** Sets a window's title, clears the screen, in one byte too; turns the direction; hides. JSON holds all but the first as they are. */
const hostile = '\u001b]0;title\u007f\u0007\u001b[2J\u009b2J\u202eevil\u200b\u{e0041}';
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
  expect(`${stdout}${stderr}`).not.toMatch(/(?![\r\n\t])\p{Cc}|[\u202a-\u202e\u200b]|[\u{e0000}-\u{e007f}]/u);
});
