/** An account on stdout is what it would be made whole, although its sessions come one after the other. */
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { writeAccount, writeAccountJson } from '../../../src/cli/output/write-account.ts';
import { formatAccount } from '../../../src/reading/format-account.ts';
import { listSessions } from '../../../src/reading/list-sessions.ts';
import { showCall } from '../../../src/reading/show-call.ts';
import { archiveDocument, archiveRecord } from '../../support/archived-records.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';

const endedAt = new Date('2026-11-20T11:00:00Z');
const trap = '\n  "sessions": []\n';
const none = {
  id: '0a1b2c3d-0000-4000-8000-000000000001',
  version: 1,
  startDateTime: '2026-11-20T10:00:00Z',
  sessions: [],
  participants_v2: [{ identity: { user: { id: 'a', displayName: trap } } }],
};

test.each([
  ['of five sessions', archiveRecord('write', { endedAt, sessions: 5 })],
  ['of no session, with a name that looks like the list', archiveDocument(Buffer.from(JSON.stringify(none)))],
])('a call %s', async (_, record) => {
  const archive = makeMemoryCallArchive([record]);
  const whole = await showCall(archive, record.entry, { sessions: true });
  const account = await showCall(archive, record.entry, {});
  const sessions = () => listSessions(archive, record.entry, account.people);
  let out = '';
  const stdout = Object.assign(new PassThrough(), { isTTY: false });
  stdout.on('data', (text) => {
    out += text;
  });
  await writeAccountJson({ account, sessions }, stdout);
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(whole)));
  expect(out.split('\n').length).toBe(JSON.stringify(whole, undefined, 2).split('\n').length + 1);
  out = '';
  await writeAccount({ account, sessions, layout: { all: true } }, stdout);
  expect(out).toBe(`${formatAccount(whole, { all: true }).join('\n')}\n`);
});
