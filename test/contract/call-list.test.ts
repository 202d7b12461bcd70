/** What reconciling relies on where Graph's calls are listed: each once, versions with all digits, faults by meaning. */
import { describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import { makeGraphCallList } from '../../src/adapters/graph/graph-call-list.ts';
import { GraphError } from '../../src/errors.ts';
import { hourMs } from '../../src/model/durations.ts';
import type { CallList, ListedCall, ListWindow } from '../../src/ports/call-list.ts';
import { useGraph } from '../support/contract-graph.ts';
import { makeMemoryCallList } from '../support/memory-call-list.ts';

const graph = useGraph();
const day = new Date(new Date().setUTCHours(0, 0, 0, 0) - 24 * hourMs);
const at = (hours: number) => new Date(day.getTime() + hours * hourMs);

/** 150 calls of yesterday, one every nine minutes, the last with a version that no number can hold. */
const records = Array.from({ length: 150 }, (_, i) =>
  makeRecord(`listed ${i}`, {
    startedAt: at(i * 0.15),
    endedAt: at(i * 0.15 + 1),
    version: i === 149 ? '9007199254740993' : 1,
  }),
);

function participantOf({ participants }: SimulatedRecord): string {
  return JSON.parse(participants.at(0) ?? '{}').id;
}

function toListed(record: SimulatedRecord): ListedCall {
  const { id, version, startDateTime, endDateTime } = record;
  return { callId: id, version, startedAt: new Date(startDateTime), endedAt: new Date(endDateTime) };
}

interface Opened {
  list: CallList;
  failNext(status: number): void;
}

const subjects: [string, () => Opened][] = [
  [
    'in memory',
    () => {
      const list = makeMemoryCallList(
        records.map((record) => ({ ...toListed(record), participantIds: [participantOf(record)] })),
      );
      const failNext = (status: number) => {
        const meaning = status === 400 ? 'refused' : 'unavailable';
        list.plan.push(new GraphError(`Asking Graph: it answered ${status}`, { meaning, status }));
      };
      return { list, failNext };
    },
  ],
  [
    'of Graph',
    () => {
      for (const record of records) graph().simulator.addRecord(record);
      return {
        list: makeGraphCallList(graph().connect()),
        failNext: (status) => graph().simulator.addFault({ fault: faults.status(status) }),
      };
    },
  ],
];

async function readAll(list: CallList, window: ListWindow): Promise<{ calls: ListedCall[]; pages: number }> {
  let page = await list.readFirstPage(window);
  const calls = [...page.calls];
  let pages = 1;
  for (; page.nextLink !== undefined; pages += 1) {
    page = await list.readNextPage(page.nextLink);
    calls.push(...page.calls);
  }
  return { calls: calls.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime()), pages };
}

describe.each(subjects)('a call list %s', (_name, open) => {
  test('gives every call of a window once, in pages, with id, version, start and end', async () => {
    const { calls, pages } = await readAll(open().list, { from: at(0), to: at(24) });
    expect(pages).toBe(3);
    expect(calls).toEqual(records.map(toListed));
    expect(calls.at(-1)?.version).toBe('9007199254740993');
  });

  test('gives the calls that started in the window, its end not included', async () => {
    const { calls } = await readAll(open().list, { from: at(3), to: at(6) });
    expect(calls.map(({ callId }) => callId)).toEqual(records.slice(20, 40).map(({ id }) => id));
  });

  test('gives an empty page for a window without calls', async () => {
    const page = await open().list.readFirstPage({ from: at(-3), to: at(-2) });
    expect(page).toEqual({
      calls: [],
      unreadable: 0,
      bytes: expect.any(Uint8Array),
      requestId: expect.stringMatching(/^[\w-]+$/),
      items: [],
      nextLink: undefined,
    });
  });

  test('gives the calls of one participant', async () => {
    const [record] = records;
    if (!record) throw new Error('there are records');
    const window = { from: at(0), to: at(24), participantId: participantOf(record) };
    const { calls } = await readAll(open().list, window);
    expect(calls.map(({ callId }) => callId)).toEqual([record.id]);
  });

  test.each([
    [400, 'refused'],
    [500, 'unavailable'],
  ])('says what status %i means', async (status, meaning) => {
    const { list, failNext } = open();
    failNext(status);
    const window = { from: at(0), to: at(24) };
    await expect(list.readFirstPage(window)).rejects.toMatchObject({ name: 'GraphError', status, meaning });
    expect((await list.readFirstPage(window)).calls.length).toBe(60);
  });

  test('refuses a link that leads elsewhere', async () => {
    await expect(open().list.readNextPage('https://elsewhere.example/x')).rejects.toMatchObject({
      name: 'GraphError',
      meaning: 'refused',
    });
  });
});

describe('the list as Graph answers it', () => {
  const id = '0a1b2c3d-0000-4000-8000-000000000001';
  const start = '2026-11-20T10:00:00.1234567Z';
  const window = { from: at(0), to: at(24) };

  function answer(body: string): Promise<unknown> {
    graph().simulator.addFault({ fault: faults.body(body) });
    return makeGraphCallList(graph().connect()).readFirstPage(window);
  }

  test('is requested by the start, in whole seconds, and for no more than is needed', async () => {
    await makeGraphCallList(graph().connect()).readFirstPage({ ...window, participantId: "o'neil" });
    const target = decodeURIComponent(graph().simulator.requests.at(-1)?.target ?? '');
    const [from, to] = [at(0), at(24)].map((time) => time.toISOString().replace('.000', ''));
    expect(target).toBe(
      `/v1.0/communications/callRecords?$filter=startDateTime ge ${from} and startDateTime lt ${to}` +
        ` and participants_v2/any(p:p/id eq 'o''neil')&$select=id,version,startDateTime,endDateTime`,
    );
  });

  test('leaves out and counts rows that name no call, or no version of it', async () => {
    const good = `{"id":"${id.toUpperCase()}","version":12,"startDateTime":"${start}"}`;
    const bad = ['{}', '1', 'null', `{"id":"x","version":1,"startDateTime":"${start}"}`];
    bad.push(`{"id":"${id}","version":1.0,"startDateTime":"${start}"}`, `{"id":"${id}","version":1}`);
    const rows = `[${[...bad, good].join(',')}]`;
    const text = `{"value":${rows},"@odata.nextlink":"x"}`;
    expect(await answer(text)).toEqual({
      bytes: Buffer.from(text),
      requestId: expect.any(String),
      items: [Buffer.from(rows)],
      calls: [{ callId: id, version: '12', startedAt: new Date(start), endedAt: undefined }],
      unreadable: bad.length,
      nextLink: 'x',
    });
  });

  test.each([
    ['HTML', '<html>', 'refused'],
    ['an error', '{"error":{}}', 'refused'],
    ['a list', '[]', 'refused'],
    ['JSON that breaks off', '{"value":[{"id":', 'unavailable'],
  ])('%s is not a list', async (_, body, meaning) => {
    await expect(answer(body)).rejects.toMatchObject({ name: 'GraphError', meaning, status: 200 });
  });
});
