/** What archiving relies on where call records come from: whole pages, links followed on Graph only, faults by meaning. */
import { describe, expect, test } from '@jest/globals';
import { throttle as throttleFault } from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeGraphCallRecords } from '../../src/adapters/graph/graph-call-records.ts';
import { openHead } from '../../src/archiving/splice-record.ts';
import type { CallRecordSource, GraphPage, PageItems } from '../../src/ports/call-record-source.ts';
import { useGraph } from '../support/contract-graph.ts';
import { makeMemoryCallRecords, ok, throttle } from '../support/memory-call-records.ts';

const graph = useGraph();
const call = makeRecord('contract', { sessions: 130, participants: 270 });

interface Opened {
  source: CallRecordSource;
  origin: string;
  /** How often Graph was asked for anything. */
  asked(): number;
  throttleNext(seconds: number): void;
}

const subjects: [string, () => Opened][] = [
  ['in memory', openMemory],
  ['of Graph', openGraph],
];

describe.each(subjects)('a call record source %s', (_name, open) => {
  test('gives a record page by page, every session once and in order', async () => {
    const { source } = open();
    const ids = await readAll(source, await source.readRecord(call.id), 'sessions');
    expect(ids).toEqual(itemIds('sessions'));
  });

  test('gives its participants page by page, every one once and in order', async () => {
    const { source } = open();
    const ids = await readAll(source, await source.readParticipants(call.id), 'participants');
    expect(ids).toEqual(itemIds('participants'));
  });

  test('gives a head alone: what tells a record and its version', async () => {
    const { source } = open();
    const { bytes } = await source.readHead(call.id);
    expect(openHead(bytes, call.id)).toMatchObject({ callId: call.id, version: '1' });
  });

  test('names the request of every page, for Microsoft’s support', async () => {
    const { source } = open();
    const first = await source.readRecord(call.id);
    const second = await source.readNextPage(parse(first, 'sessions').link ?? '', 'sessions');
    expect(first.requestId).toMatch(/^[\w-]+$/);
    expect(second.requestId).toMatch(/^[\w-]+$/);
    expect(second.requestId).not.toBe(first.requestId);
  });

  test('gives the memory of a page back without touching another page', async () => {
    const { source } = open();
    const [first, second] = [await source.readRecord(call.id), await source.readRecord(call.id)];
    const whole = Buffer.from(second.bytes);
    first.free();
    expect(Buffer.from(second.bytes).equals(whole)).toBe(true);
    expect(Buffer.from(first.bytes).equals(whole)).toBe(false);
  });

  test('says not found of a record that Graph does not have', async () => {
    const { source } = open();
    const absent = { name: 'GraphError', meaning: 'not-found', status: 404 };
    await expect(source.readRecord('0a1b2c3d-0000-4000-8000-000000000001')).rejects.toMatchObject(absent);
    await expect(source.readParticipants('0a1b2c3d-0000-4000-8000-000000000001')).rejects.toMatchObject(
      absent,
    );
  });

  test('says throttled and for how long, and gives the record when it is asked again', async () => {
    const { source, throttleNext } = open();
    throttleNext(30);
    await expect(source.readRecord(call.id)).rejects.toMatchObject({
      meaning: 'throttled',
      status: 429,
      retryAfterMs: 30_000,
    });
    expect(parse(await source.readRecord(call.id), 'sessions').ids).toHaveLength(60);
  });

  test.each([
    ['another host', () => 'https://graph.example/v1.0/x'],
    ['a host that begins alike', (origin: string) => `${origin}.example/v1.0/x`],
    ['Graph’s name as user name', (origin: string) => `${origin}@graph.example/v1.0/x`],
    ['another port', (origin: string) => withPort(origin, '1')],
    ['another scheme', (origin: string) => withScheme(origin)],
    ['Graph with a user name', (origin: string) => origin.replace('://', '://user@')],
    ['Graph with a password', (origin: string) => origin.replace('://', '://:secret@')],
    ['Graph with a fragment', (origin: string) => `${origin}/v1.0/x#fragment`],
    ['Graph with an empty fragment', (origin: string) => `${origin}/v1.0/x#`],
    ['a file', () => 'file:///v1.0/x'],
    ['a host without a scheme', () => '//graph.example/v1.0/x'],
    ['a path alone', () => '/communications/callRecords'],
    ['nothing that is a link', () => 'the next page'],
    ['nowhere', () => ''],
  ])('refuses a next link to %s before anything is sent', async (_where, makeLink) => {
    const { source, origin, asked } = open();
    await expect(source.readNextPage(makeLink(origin), 'sessions')).rejects.toMatchObject({
      name: 'GraphError',
      meaning: 'refused',
    });
    expect(asked()).toBe(0);
  });
});

function openMemory(): Opened {
  const origin = 'https://graph.microsoft.com';
  const base = `${origin}/v1.0/communications/callRecords/${call.id}`;
  const sessions = pagesOf('sessions', 'sessions', 60, `${base}/sessions?$expand=segments&$skiptoken=`);
  const participants = pagesOf('participants', 'participants_v2', 130, `${base}/participants_v2?$skiptoken=`);
  const source = makeMemoryCallRecords({
    origin,
    records: { [call.id]: sessions.first },
    participants: { [call.id]: participants.first },
    pages: { ...sessions.further, ...participants.further },
  });
  return {
    source,
    origin,
    asked: () => source.reads.length,
    throttleNext(seconds) {
      source.answers.plan = { [call.id]: [throttle(seconds), ok] };
    },
  };
}

function openGraph(): Opened {
  const { simulator, connect } = graph();
  simulator.addRecord(call);
  return {
    source: makeGraphCallRecords(connect(), { omitNulls: false }),
    origin: simulator.origin,
    asked: () => simulator.countRequests(),
    throttleNext(seconds) {
      simulator.addFault({ on: { path: call.id }, fault: throttleFault(seconds) });
    },
  };
}

/** The pages of a collection, as texts: the first inside the record, the others by link. */
function pagesOf(items: 'sessions' | 'participants', member: string, size: number, link: string) {
  const ids = itemIds(items).map((id) => ({ id }));
  const next = (from: number) => (from < ids.length ? `${link}${from}` : undefined);
  const first = JSON.stringify({
    id: call.id,
    version: 1,
    startDateTime: call.startDateTime,
    [member]: ids.slice(0, size),
    [`${member}@odata.nextLink`]: next(size),
  });
  const further: Record<string, string> = {};
  for (let from = size; from < ids.length; from += size) {
    const page = { value: ids.slice(from, from + size), '@odata.nextLink': next(from + size) };
    further[`${link}${from}`] = JSON.stringify(page);
  }
  return { first, further };
}

function itemIds(items: 'sessions' | 'participants'): string[] {
  const source = call[items];
  if (!('count' in source)) throw new TypeError('The generator makes items on demand');
  return Array.from({ length: source.count }, (_, i) => JSON.parse(source.at(i)).id);
}

async function readAll(source: CallRecordSource, first: GraphPage, items: PageItems): Promise<string[]> {
  const ids: string[] = [];
  let page = parse(first, items);
  for (;;) {
    ids.push(...page.ids);
    if (page.link === undefined) return ids;
    page = parse(await source.readNextPage(page.link, items), items);
  }
}

function parse({ bytes }: GraphPage, items: PageItems): { ids: string[]; link: string | undefined } {
  const body = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const member = items === 'participants' ? 'participants_v2' : items;
  const list: { id: string }[] = body[member] ?? body.value;
  return {
    ids: list.map(({ id }) => id),
    link: body[`${member}@odata.nextLink`] ?? body['@odata.nextLink'],
  };
}

function withPort(origin: string, port: string): string {
  const url = new URL('/v1.0/x', origin);
  url.port = port;
  return url.href;
}

function withScheme(origin: string): string {
  const other = origin.startsWith('https:') ? 'http:' : 'https:';
  return `${origin.replace(/^https?:/, other)}/v1.0/x`;
}
