/** Rows of the PSTN and direct-routing reports beside a call, and by a number. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { reportPath } from '../../../src/model/archive-path.ts';
import type { ReportName } from '../../../src/model/call-report.ts';
import type { Problem, ReadingListener } from '../../../src/ports/call-archive.ts';
import { findCallLog, searchCallLog } from '../../../src/reading/find-call-log.ts';
import { makeMemoryReportArchive } from '../../support/memory-report-archive.ts';

const anna = '7e1a0c2d-0000-4000-8000-00000000000a';
const call = {
  callId: 'e523d2ed-2966-4b6b-925b-754a88034cc5',
  startedAt: new Date('2026-03-14T00:30:00Z'),
  endedAt: new Date('2026-03-14T01:00:00Z'),
  keys: [`id:${anna}`],
};
const report: ReadingListener = {
  problem({ where }) {
    throw new Error(`${where} is whole`);
  },
};
const everyDay = { from: '2026-01-01', to: '2026-12-31' };

function makeArchive(files: Record<string, object[] | string>) {
  const archive = makeMemoryReportArchive();
  for (const [name, content] of Object.entries(files)) {
    const [report = '', day = '', runId = '20260320T000000Z'] = name.split(' ');
    const text =
      typeof content === 'string' ? content : content.map((row) => `${JSON.stringify(row)}\n`).join('');
    archive.files.set(reportPath('t', report as ReportName, day, runId), gzipSync(text));
  }
  return archive;
}

const row = (id: string, startDateTime: string, members = {}) => ({
  id,
  startDateTime,
  userId: anna,
  duration: 60,
  ...members,
});
const idOf = ({ text }: { text: string }) => JSON.parse(text).id;

describe('the rows of a call', () => {
  test('come from both reports and from the day before midnight, the surest first', async () => {
    const archive = makeArchive({
      'pstn-calls 2026-03-13': [
        row('long', '2026-03-13T23:59:00Z', { duration: 2400 }),
        row('over', '2026-03-13T23:58:00Z'),
      ],
      'pstn-calls 2026-03-14': [
        row('same start', '2026-03-14T00:30:10Z'),
        row('next', '2026-03-14T02:00:00Z'),
      ],
      'direct-routing-calls 2026-03-14': [
        row('same id', '2026-03-14T00:31:00Z', { correlationId: call.callId }),
      ],
    });
    const matches = await findCallLog(archive, call, report);
    expect(
      matches.map(({ row: found, certainty }) => `${idOf(found)}: ${certainty}, ${found.report}`),
    ).toEqual([
      'same id: certain, direct-routing-calls',
      'same start: likely, pstn-calls',
      'long: possible, pstn-calls',
    ]);
  });

  test('are those of the newest run of a day', async () => {
    const archive = makeArchive({
      'pstn-calls 2026-03-14 20260315T000000Z': [row('old', '2026-03-14T00:30:00Z')],
      'pstn-calls 2026-03-14 20260316T000000Z': [row('new', '2026-03-14T00:30:00Z')],
    });
    expect((await findCallLog(archive, call, report)).map((match) => idOf(match.row))).toEqual(['new']);
  });

  test('are none where no report is archived', async () => {
    expect(await findCallLog(makeMemoryReportArchive(), call, report)).toEqual([]);
  });

  test('are found beside lines that are not rows, over pieces of any size, without a line feed at the end', async () => {
    const filler = Array.from({ length: 3000 }, (_, i) =>
      JSON.stringify(row(`é ${i}`, '2026-03-14T05:00:00Z', { pad: 'x'.repeat(200) })),
    );
    const text = ['', 'null', ...filler, JSON.stringify(row('last', '2026-03-14T00:30:00Z'))].join('\n');
    expect(
      (await findCallLog(makeArchive({ 'pstn-calls 2026-03-14': text }), call, report)).map((match) =>
        idOf(match.row),
      ),
    ).toEqual(['last']);
  });

  test('of a damaged file are left out, the file is named, and the others are given', async () => {
    const archive = makeArchive({
      'pstn-calls 2026-03-13': [row('whole', '2026-03-13T23:59:00Z', { duration: 2400 })],
      'pstn-calls 2026-03-14': [row('a', '2026-03-14T00:30:00Z')],
    });
    const [[path, bytes] = []] = [...archive.files].slice(1);
    archive.files.set(path ?? '', Buffer.from(bytes?.subarray(0, 12) ?? []));
    const problems: Problem[] = [];
    const matches = await findCallLog(archive, call, { problem: (problem) => problems.push(problem) });
    expect(matches.map((match) => idOf(match.row))).toEqual(['whole']);
    expect(problems).toEqual([
      {
        kind: 'damaged',
        where: 'pstn-calls of 2026-03-14, run 20260320T000000Z',
        why: expect.stringContaining('cannot be read'),
      },
    ]);
  });
});

describe('the rows with a number', () => {
  test('are found under any of its spellings, hidden digits and all, the newest day first', async () => {
    const archive = makeArchive({
      'pstn-calls 2026-03-14': [
        row('caller', '2026-03-14T00:30:00Z', { callerNumber: '+4930123456789' }),
        row('other', '2026-03-14T00:30:00Z', { callerNumber: '+4930123456780' }),
      ],
      'pstn-calls 2026-04-01': [row('hidden', '2026-04-01T00:30:00Z', { calleeNumber: '+4930123456***' })],
      'direct-routing-calls 2026-03-15': [
        row('trunk', '2026-03-15T00:30:00Z', { calleeNumber: '004930123456789' }),
      ],
    });
    const search = async (number: string, days = everyDay) =>
      (await Array.fromAsync(searchCallLog(archive, number, days, report))).map(idOf);
    expect(await search('+49 30 123456-789')).toEqual(['hidden', 'caller', 'trunk']);
    expect(await search('+4930123456789', { from: '2026-03-15', to: '2026-03-31' })).toEqual(['trunk']);
    expect(await search('+4930999999999')).toEqual([]);
  });
});
