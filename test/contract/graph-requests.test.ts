/** What is sent to Graph, and to nobody else: the requests, the preferences on each of them, and the token. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { replaceNextLink, status } from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { RequestLogEntry } from '../../local/graph-simulator/request-log.ts';
import { makeAccessToken } from '../../src/adapters/graph/access-token.ts';
import { makeGraphCallRecords } from '../../src/adapters/graph/graph-call-records.ts';
import type { GraphClientOptions } from '../../src/adapters/graph/graph-client.ts';
import type { CallRecordSource, GraphPage } from '../../src/ports/call-record-source.ts';
import { useGraph } from '../support/contract-graph.ts';
import { type Listener, startListener } from '../support/listener.ts';

const graph = useGraph();
const call = makeRecord('graph requests', { sessions: 70, participants: 140 });
const record = `/communications/callRecords/${call.id}`;
/** How Graph writes it in its next links. */
const recordOfLink = `/communications/callRecords('${call.id}')`;

let elsewhere: Listener;
beforeAll(async () => {
  elsewhere = await startListener((_request, response) => response.end('{}'));
});
beforeEach(() => graph().simulator.addRecord(call));
afterAll(() => elsewhere.close());

describe('reading a record', () => {
  test('asks for sessions with their segments and for participants, each with its preferences on every page', async () => {
    await readEverything(connect());
    expect(sent().map(({ method, path }) => [method, path])).toEqual([
      ['GET', `/v1.0${record}`],
      ['GET', `/v1.0${recordOfLink}/sessions`],
      ['GET', `/v1.0${record}`],
      ['GET', `/v1.0${recordOfLink}/participants_v2`],
    ]);
    const [sessions, , participants] = sent();
    expect(queryOf(sessions)).toBe('$expand=sessions($expand=segments)');
    expect(queryOf(participants)).toBe('$expand=participants_v2');
    expect(sent().map(({ headers }) => headers['prefer'])).toEqual([60, 60, 130, 130].map(preferring));
  });

  test('follows a next link whole, as Graph gave it', async () => {
    const source = connect();
    const link = String(parse(await source.readRecord(call.id))['sessions@odata.nextLink']);
    await source.readNextPage(link, 'sessions');
    expect(link).toContain('$skiptoken=');
    expect(graph().simulator.origin + sent()[1]?.target).toBe(link);
  });

  test('follows a next link that no request can carry as Graph wrote it', async () => {
    const { origin } = graph().simulator;
    const link = `${origin}/v1.0${recordOfLink}/sessions?$skiptoken=a b会`;
    await connect()
      .readNextPage(link, 'sessions')
      .catch(() => undefined);
    expect(sent()[0]?.target).toBe(new URL(link).href.slice(origin.length));
    expect(sent()[0]?.target).toContain('$skiptoken=a%20b%E4%BC%9A');
  });

  test('asks for segments that Graph pages with the same preferences', async () => {
    const { simulator } = graph();
    simulator.configure({ paging: { segments: 1 } });
    try {
      const page = parse(await connect().readRecord(call.id));
      const session = page.sessions.find((one) => one['segments@odata.nextLink'] !== undefined);
      expect(session).toBeDefined();
      await connect().readNextPage(String(session?.['segments@odata.nextLink']), 'segments');
    } finally {
      simulator.configure({ paging: { segments: Number.POSITIVE_INFINITY } });
    }
    const last = sent().at(-1);
    expect(last).toMatchObject({ status: 200, headers: { prefer: preferring(60) } });
    expect(last?.path).toMatch(/\/segments$/);
  });

  test('leaves out nulls where configured, on the record only: Graph allows it nowhere else', async () => {
    await readEverything(connect({ omitNulls: true }));
    expect(sent().map(({ headers }) => headers['prefer'])).toEqual([
      `${preferring(60)}, omit-values=nulls`,
      preferring(60),
      `${preferring(130)}, omit-values=nulls`,
      preferring(130),
    ]);
  });

  test('asks for gzip and gives the body as Graph sent it', async () => {
    const page = await connect().readRecord(call.id);
    expect(sent()[0]?.headers['accept-encoding']).toBe('gzip');
    expect(Buffer.from(page.bytes).toString('utf8')).toMatch(/^\{"@odata\.context":.*\}$/s);
    expect(parse(page).id).toBe(call.id);
  });

  test('asks the API version that is configured', async () => {
    await connect({ client: { apiVersion: 'beta' } }).readRecord(call.id);
    expect(sent()[0]?.path).toBe(`/beta${record}`);
  });
});

describe('the token', () => {
  test('goes with every request to Graph, and is requested once', async () => {
    const source = connect();
    await Promise.all(Array.from({ length: 10 }, () => source.readRecord(call.id)));
    await readEverything(source);
    expect(sent().every(({ withToken, status }) => withToken && status === 200)).toBe(true);
    expect(graph().simulator.countRequests({ path: '/identity/token' })).toBe(1);
  });

  test('does not go where a next link of Graph’s own leads elsewhere', async () => {
    const { simulator } = graph();
    const link = `${elsewhere.origin}/v1.0${record}/sessions?$skiptoken=x`;
    simulator.addFault({ on: { path: call.id }, fault: replaceNextLink(link) });
    const source = connect();
    const page = parse(await source.readRecord(call.id));
    expect(page['sessions@odata.nextLink']).toBe(link);
    await expect(source.readNextPage(link, 'sessions')).rejects.toMatchObject({ meaning: 'refused' });
    expect(elsewhere.heard).toEqual([]);
    expect(sent()).toHaveLength(1);
  });

  test('does not go in plain text to a Graph that is reached over https', async () => {
    const source = connect({ client: { origin: 'https://graph.microsoft.com' } });
    const link = 'http://graph.microsoft.com/v1.0/communications/callRecords';
    await expect(source.readNextPage(link, 'sessions')).rejects.toMatchObject({ meaning: 'refused' });
  });

  test('that is not given makes Graph unavailable; nothing is sent without one', async () => {
    const getToken = () => Promise.reject(new Error('The identity is away'));
    const readAccessToken = makeAccessToken(
      { getToken, getFreshToken: getToken },
      'https://graph.microsoft.com/.default',
    );
    const source = connect({ client: { readAccessToken } });
    await expect(source.readRecord(call.id)).rejects.toMatchObject({ meaning: 'unavailable' });
    expect(sent()).toEqual([]);
  });

  test('without the app role is denied', async () => {
    graph().simulator.setRoles([]);
    await expect(connect().readRecord(call.id)).rejects.toMatchObject({ meaning: 'denied', status: 403 });
  });

  test('that Graph no longer takes is changed for a fresh one, and the request made again', async () => {
    const { simulator } = graph();
    const source = connect();
    await source.readRecord(call.id);
    simulator.expireTokens();
    simulator.clearRequests();
    await expect(source.readRecord(call.id)).resolves.toMatchObject({ requestId: expect.any(String) });
    expect(sent().map((entry) => entry.status)).toEqual([401, 200]);
    expect(simulator.countRequests({ path: '/identity/' })).toBe(1);
  });

  test('that Graph does not take, fresh or not, is denied after one more try', async () => {
    const source = connect();
    graph().simulator.addFault({ on: { path: call.id }, times: 5, fault: status(401) });
    await expect(source.readRecord(call.id)).rejects.toMatchObject({ meaning: 'denied', status: 401 });
    await expect(source.readRecord(call.id)).rejects.toMatchObject({ meaning: 'denied', status: 401 });
    expect(sent().map((entry) => entry.status)).toEqual([401, 401, 401]);
  });

  test('that expires again and again is changed each time: Graph took it before', async () => {
    const source = connect();
    for (let i = 0; i < 3; i += 1) {
      await source.readRecord(call.id);
      graph().simulator.expireTokens();
    }
    await source.readRecord(call.id);
    expect(sent().map((entry) => entry.status)).toEqual([200, 401, 200, 401, 200, 401, 200]);
  });

  test('from before a role was granted is changed for the next request', async () => {
    const { simulator } = graph();
    const source = connect();
    simulator.setRoles([]);
    simulator.addFault({ on: { path: call.id }, fault: status(404) });
    await source.readRecord(call.id).catch(() => undefined);
    simulator.setRoles(['CallRecords.Read.All'], { alsoIssued: false });
    await expect(source.readRecord(call.id)).rejects.toMatchObject({ meaning: 'denied', status: 403 });
    await expect(source.readRecord(call.id)).resolves.toMatchObject({ requestId: expect.any(String) });
  });
});

function connect({
  omitNulls = false,
  client = {},
}: {
  omitNulls?: boolean;
  client?: Partial<GraphClientOptions>;
} = {}): CallRecordSource {
  return makeGraphCallRecords(graph().connect(client), { omitNulls });
}

function preferring(pageSize: number): string {
  return `include-unknown-enum-members, odata.maxpagesize=${pageSize}`;
}

/** The requests to Graph itself. */
function sent(): RequestLogEntry[] {
  return graph().simulator.requests.filter(({ path }) => !path.startsWith('/identity/'));
}

function queryOf(entry: RequestLogEntry | undefined): string {
  return decodeURIComponent(entry?.target.split('?')[1] ?? '');
}

async function readEverything(source: CallRecordSource): Promise<void> {
  const first = parse(await source.readRecord(call.id));
  await source.readNextPage(String(first['sessions@odata.nextLink']), 'sessions');
  const participants = parse(await source.readParticipants(call.id));
  await source.readNextPage(String(participants['participants_v2@odata.nextLink']), 'participants');
}

interface Body extends Record<string, unknown> {
  id: string;
  sessions: Record<string, unknown>[];
}

function parse({ bytes }: GraphPage): Body {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
