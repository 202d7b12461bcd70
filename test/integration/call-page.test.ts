/** The page of a call over real storage: what it costs in requests on the wire, and that the command says the same. */

import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { writeStorage } from '../support/archived-records.ts';
import { runCommand } from '../support/cli-run.ts';
import { archiveCompanyDays } from '../support/company-archive.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { startCountedStorage } from '../support/counted-storage.ts';
import { entryTenant } from '../support/index-entry.ts';
import { servePages } from '../support/served-pages.ts';

const emulator = useEmulator();
const records = archiveCompanyDays(['2026-11-24']).slice(0, 24);
const isByPhone = ({ entry }: (typeof records)[number]) =>
  entry.findKeys.some((key) => key.startsWith('phone:'));

beforeAll(() => writeStorage(emulator.clients(), records));

describe('the page of a call over storage', () => {
  test('says the sentence, and in its text for the ticket all names, as call-archive show does', async () => {
    const served = servePages(emulator.connectionString());
    const env = { ArchiveStorage: emulator.connectionString(), GRAPH_TENANT_ID: entryTenant };
    for (const { entry } of records.slice(0, 8)) {
      const response = await served.get(`/calls/${entry.callId}.json`, ['Calls.Read']);
      const page = JSON.parse(await response.text());
      const { exitCode, stdout } = await runCommand(['show', entry.callId, '-o', 'json'], { env });
      expect(exitCode).toBe(0);
      const shown = JSON.parse(stdout);
      expect(page).toMatchObject({ sentence: shown.quality.sentence, sessions: shown.sessions });
      expect(page.people.shown.map(({ who }: { who: string }) => who)).toEqual(
        shown.people.map(({ who }: { who: string }) => who),
      );
      for (const { who } of shown.people.slice(0, 8)) expect(page.ticket).toContain(who);
    }
  });

  test('takes three requests, of a call by phone two more for reports that do not exist', async () => {
    const counted = await startCountedStorage(emulator.connectionString());
    try {
      const served = servePages(counted.connectionString);
      for (const record of [records.find((one) => !isByPhone(one)), records.find(isByPhone)]) {
        counted.requests.length = 0;
        const response = await served.get(`/calls/${record?.entry.callId}`, ['Calls.Read']);
        expect(response.status).toBe(200);
        const reading = counted.requests.filter((request) => request.startsWith('GET'));
        // The access log is added to meanwhile.
        expect(reading.slice(0, 1)).toEqual(['GET Table']);
        expect(reading.length).toBe(record && isByPhone(record) ? 5 : 3);
      }
    } finally {
      await counted.close();
    }
  });

  test('gives the record’s own bytes to who may have them', async () => {
    const [{ entry, file }] = records as [(typeof records)[number]];
    const served = servePages(emulator.connectionString());
    const response = await served.get(`/calls/${entry.callId}/raw`, ['Calls.Read.Raw']);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="${entry.callId}.v${entry.version.padStart(6, '0')}.json"`,
    );
    expect(Buffer.from(await response.bytes())).toEqual(gunzipSync(file));
    expect((await served.get(`/calls/${entry.callId}/raw`, ['Calls.Read'])).status).toBe(403);
  });
});
