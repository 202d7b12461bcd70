/** The simulator over real HTTP: identity, call records in pages, List. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { request } from 'undici';
import { exampleRecords } from '../../local/graph-simulator/example-records.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { ChangeableOptions } from '../../local/graph-simulator/settings.ts';
import {
  type GraphSimulator,
  startGraphSimulator,
} from '../../local/graph-simulator/start-graph-simulator.ts';
import { spliceByRule } from '../unit/graph-simulator/splice-by-rule.ts';
import { errorOf, fetchToken, type GraphClient, makeGraphClient } from './graph-simulator-client.ts';

const everything = '$expand=sessions($expand=segments)';
const days = 24 * 60 * 60 * 1000;

let clockMs: number;
let simulator: GraphSimulator;
let graph: GraphClient;

beforeEach(async () => {
  clockMs = Date.parse('2026-11-21T12:00:00Z');
  simulator = await startGraphSimulator({ seed: 1, now: () => new Date(clockMs), clientId: 'c11e47' });
  graph = await makeGraphClient(simulator);
});

afterEach(() => simulator.close());

const make = (seed: number | string, options = {}) =>
  makeRecord(seed, { endedAt: new Date(clockMs), ...options });
const pathOf = (id: string) => `/communications/callRecords/${id}`;

describe('managed identity', () => {
  test('gives a token to @azure/identity as App Service does', async () => {
    const script = `
      import { ManagedIdentityCredential } from '@azure/identity';
      const credential = new ManagedIdentityCredential({ clientId: process.env.AZURE_CLIENT_ID });
      process.stdout.write(JSON.stringify(await credential.getToken('https://graph.microsoft.com/.default')));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        IDENTITY_ENDPOINT: simulator.identityEndpoint,
        IDENTITY_HEADER: simulator.identityHeader,
        AZURE_CLIENT_ID: simulator.appId,
      },
    });
    const { token, expiresOnTimestamp } = JSON.parse(stdout);
    expect(expiresOnTimestamp).toBeGreaterThan(Date.now());
    expect(JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())).toMatchObject({
      aud: 'https://graph.microsoft.com',
      tid: simulator.tenantId,
      roles: ['CallRecords.Read.All'],
    });
    const record = make(1);
    simulator.addRecord(record);
    const answer = await graph.get(pathOf(record.id), { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
  });

  test.each([
    ['wrong', 'api-version=2019-08-01&resource=https://graph.microsoft.com', 401],
    [undefined, 'api-version=2017-09-01&resource=https://graph.microsoft.com', 400],
    [undefined, 'api-version=2019-08-01', 400],
    [undefined, 'api-version=2019-08-01&resource=x&client_id=another', 400],
  ])('refuses header %s with %s: %i', async (header, query, status) => {
    const headers = { 'x-identity-header': header ?? simulator.identityHeader };
    expect((await fetch(`${simulator.identityEndpoint}?${query}`, { headers })).status).toBe(status);
  });

  test('Graph refuses strangers, expired tokens, other audiences, and apps without the role', async () => {
    const list = '/communications/callRecords';
    const asked = async (authorization?: string) =>
      graph.get(list, authorization === undefined ? {} : { authorization });
    expect(errorOf(await asked('')).code).toBe('InvalidAuthenticationToken');
    expect((await asked('Bearer a.b.c')).status).toBe(401);
    expect((await asked(`Bearer ${await fetchToken(simulator, 'https://storage.azure.com')}`)).status).toBe(
      401,
    );

    simulator.setRoles(['User.Read.All'], { alsoIssued: false });
    expect((await asked()).status).toBe(200);
    expect((await asked(`Bearer ${await fetchToken(simulator)}`)).status).toBe(403);
    simulator.setRoles([]);
    const forbidden = await asked();
    expect([forbidden.status, errorOf(forbidden).message]).toEqual([
      403,
      expect.stringContaining('CallRecords.Read.All'),
    ]);
    simulator.setRoles(['CallRecords.Read.All']);
    expect((await asked()).status).toBe(200);
    simulator.expireTokens();
    expect((await asked()).status).toBe(401);
    expect(JSON.stringify(simulator.requests)).not.toContain(simulator.identityHeader);
  });
});

describe('reading a call record', () => {
  const variants: [string, ChangeableOptions, Record<string, string>][] = [
    ["at Graph's page sizes", {}, {}],
    ['with white space', { pretty: true }, {}],
    ['in smaller pages', {}, { prefer: 'odata.maxpagesize=7' }],
    [
      'with pages that are empty',
      { pretty: true, paging: { emptySessionPages: [0, 2, 4], emptyParticipantPages: [0, 1, 4] } },
      {},
    ],
    ['with links before the arrays', { pretty: true, paging: { linkPlacement: 'before' } }, {}],
    ['with links after the arrays', { pretty: true, paging: { linkPlacement: 'after' } }, {}],
    ['with segments in pages', { pretty: true, paging: { segments: 1 } }, {}],
  ];

  test.each(variants)('gives every session and participant, %s', async (_name, options, headers) => {
    simulator.configure(options);
    const prefer = ['include-unknown-enum-members', headers['prefer']].filter(Boolean).join(', ');
    const follow = async (link: string) => (await graph.get(link, { prefer })).text;
    const records = [
      make('group', { sessions: 133, participants: 301 }),
      make(2),
      ...exampleRecords(new Date(clockMs)),
    ];
    for (const record of records) {
      simulator.addRecord(record);
      const spliced = await spliceByRule(
        await follow(`${pathOf(record.id)}?${everything}`),
        await follow(`${pathOf(record.id)}?$expand=participants_v2`),
        follow,
      );
      const size = headers['prefer'] === undefined ? {} : { sessions: 7, participants: 7 };
      const expected = simulator.expectedDocument(record.id, record.version, size).toString();
      expect(spliced).toBe(expected);
      expect(() => JSON.parse(spliced)).not.toThrow();
    }
  });

  test('pages as documented: 60 sessions, 130 participants, absolute links, annotations where they belong', async () => {
    const record = make('group', { sessions: 61, participants: 131 });
    simulator.addRecord(record);
    const first = (await graph.get(`${pathOf(record.id)}?${everything}`)).json();
    const base = `${simulator.origin}/v1.0/communications/callRecords('${record.id}')`;
    const link = String(first['sessions@odata.nextLink']);
    expect(first['sessions']).toHaveLength(60);
    expect(link.startsWith(`${base}/sessions?$expand=segments&$skiptoken=`)).toBe(true);
    const last = (await graph.get(link)).json();
    expect(last['value']).toHaveLength(1);
    expect(last).not.toHaveProperty(['@odata.nextLink']);

    const people = (await graph.get(`${pathOf(record.id)}?$expand=participants_v2`)).json();
    expect(people['participants_v2']).toHaveLength(130);
    expect(String(people['participants_v2@odata.nextLink'])).toContain(`${base}/participants_v2?$skiptoken=`);
    const collection = (await graph.get(`${pathOf(record.id)}/participants_v2`)).json();
    expect(collection['value']).toEqual(people['participants_v2']);
    expect(simulator.countRequests({ recordId: record.id, status: 200 })).toBe(4);
  });

  test('without $expand it has neither; sessions come without segments unless these are requested', async () => {
    const record = make('group', { sessions: 3 });
    simulator.addRecord(record);
    const plain = (await graph.get(`${pathOf(record.id.toUpperCase())}`)).json();
    expect(plain).toMatchObject({ id: record.id, version: 1 });
    expect(plain).not.toHaveProperty('sessions');
    expect(plain).not.toHaveProperty('participants_v2');
    const bare = (await graph.get(`${pathOf(record.id)}/sessions`)).json();
    expect(JSON.stringify(bare)).not.toContain('"segments":');
    const selected = await graph.get(`${pathOf(record.id)}?$select=id,type`);
    expect(Object.keys(selected.json()).sort()).toEqual(['@odata.context', 'id', 'type']);
    const both = await graph.get(`${pathOf(record.id)}?$expand=sessions,participants_v2`);
    expect([both.status, errorOf(both).code]).toEqual([400, 'BadRequest']);
  });

  test('is 404 before it can be read and 30 days after its end', async () => {
    const record = make(3);
    simulator.endCall(record, { readableAfterMs: 60_000 });
    const early = await graph.get(pathOf(record.id));
    expect([early.status, errorOf(early)]).toEqual([404, expect.objectContaining({ code: 'UnknownError' })]);
    clockMs += 60_000;
    expect((await graph.get(pathOf(record.id))).status).toBe(200);
    clockMs += 30 * days;
    expect((await graph.get(pathOf(record.id))).status).toBe(404);
    expect((await graph.get(pathOf('not-a-guid'))).status).toBe(400);
  });

  test.each([
    ['new-version', 200],
    ['gone', 410],
    ['not-found', 404],
  ] as const)('a page link of an older version answers %s', async (staleLink, status) => {
    simulator.configure({ paging: { staleLink, sessions: 2 } });
    const first = make(4, { sessions: 5 });
    simulator.addRecord(first);
    const page = (await graph.get(`${pathOf(first.id)}?${everything}`)).json();
    simulator.addRecord(make(4, { sessions: 5, version: 2 }));
    expect((await graph.get(String(page['sessions@odata.nextLink']))).status).toBe(status);
    expect((await graph.get(pathOf(first.id))).json()).toMatchObject({ version: 2 });
    expect(simulator.expectedDocument(first.id, 1)).not.toEqual(simulator.expectedDocument(first.id, 2));
  });

  test('hides what stands after the sentinel from clients that do not ask for it', async () => {
    const record = Array.from({ length: 50 }, (_, seed) => make(`acs-${seed}`, { sessions: 4 })).find((one) =>
      JSON.stringify([0, 1, 2, 3].map((index) => one.sessions.at(index))).includes(
        'azureCommunicationServices\\"',
      ),
    );
    if (record === undefined) throw new Error('No such record');
    simulator.addRecord(record);
    const path = `${pathOf(record.id)}?${everything}`;
    expect((await graph.get(path)).text).toContain('"productFamily":"unknownFutureValue"');
    const asked = await graph.get(path, { prefer: 'omit-values=nulls, include-unknown-enum-members' });
    expect(asked.text).toContain('"productFamily":"azureCommunicationServices"');
    expect(simulator.requests.at(-1)?.headers).toMatchObject({
      prefer: 'omit-values=nulls, include-unknown-enum-members',
    });
  });

  test('compresses for clients that take it, and names every answer', async () => {
    const record = make(5, { sessions: 10 });
    simulator.addRecord(record);
    const url = `${simulator.origin}/v1.0${pathOf(record.id)}?${everything}`;
    const authorization = `Bearer ${await fetchToken(simulator)}`;
    const [zipped, plain] = await Promise.all(
      ['gzip', 'gzip;q=0, identity'].map(async (coding) => {
        const { headers, body } = await request(url, {
          headers: { authorization, 'accept-encoding': coding },
        });
        return { headers, bytes: Buffer.from(await body.arrayBuffer()) };
      }),
    );
    expect(zipped?.headers['content-encoding']).toBe('gzip');
    expect(plain?.headers['content-encoding']).toBeUndefined();
    expect(gunzipSync(zipped?.bytes ?? '')).toEqual(plain?.bytes);
    expect(plain?.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await graph.get('/nothing/here', { 'client-request-id': 'mine-1' });
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'BadRequest']);
    expect(refused.headers.get('client-request-id')).toBe('mine-1');
  });
});

describe('List', () => {
  const list = (query: string) => graph.get(`/communications/callRecords?${query}`);

  test('gives every call of a window once, in pages, not by time, without sessions', async () => {
    const records = Array.from({ length: 130 }, (_, seed) =>
      make(seed, { startedAt: new Date(clockMs - seed * 60 * 60_000) }),
    );
    for (const record of records) simulator.addRecord(record);
    const from = new Date(clockMs - 125.5 * 60 * 60_000).toISOString();
    const rows: { id: string; startDateTime: string }[] = [];
    let link: string | undefined = `/communications/callRecords?$filter=startDateTime%20ge%20${from}`;
    let pages = 0;
    for (; link !== undefined; pages += 1) {
      const page: Record<string, unknown> = (await graph.get(link)).json();
      rows.push(...(page['value'] as typeof rows));
      link = page['@odata.nextLink'] as string | undefined;
    }
    expect(pages).toBe(3);
    expect(rows.map((row) => row.id).sort()).toEqual(
      records
        .slice(0, 126)
        .map((record) => record.id)
        .sort(),
    );
    const times = rows.map((row) => row.startDateTime);
    expect(times).not.toEqual([...times].sort());
    expect(times).not.toEqual([...times].sort().reverse());
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'version',
      'type',
      'modalities',
      'lastModifiedDateTime',
      'startDateTime',
      'endDateTime',
      'id',
      'organizer_v2',
    ]);
  });

  test('shows the newest version, and no call that is not there yet or no longer', async () => {
    simulator.addRecord(make(1));
    simulator.addRecord(make(1, { version: 10 }));
    simulator.addRecord(make(1, { version: 9 }));
    simulator.endCall(make(2), { readableAfterMs: 1 });
    simulator.addRecord(make(3, { endedAt: new Date(clockMs - 30 * days) }));
    const rows = (await list('$filter=')).json()['value'];
    expect(rows).toEqual([expect.objectContaining({ id: make(1).id, version: 10 })]);
  });

  test('finds the calls of a participant', async () => {
    const [mine, other] = [make('mine'), make('other')];
    simulator.addRecord(mine);
    simulator.addRecord(other);
    const id = JSON.parse(mine.participants.at(0) ?? '{}').id;
    const rows = (await list(`$filter=participants_v2/any(p:p/id eq '${id}')`)).json()['value'];
    expect(rows).toEqual([expect.objectContaining({ id: mine.id })]);
    expect((await list("$filter=participants_v2/any(p:p/id eq 'o''neil')")).json()['value']).toEqual([]);
    expect((await list("$filter=participants_v2/any(p:p/id eq 'o'neil')")).status).toBe(400);
  });

  test('refuses what it does not know, and an old start when told so', async () => {
    expect((await list('$filter=endDateTime ge 2026-11-01T00:00:00Z')).status).toBe(400);
    expect((await list('$orderby=startDateTime')).status).toBe(400);
    const old = `$filter=startDateTime ge ${new Date(clockMs - 30 * days - 1).toISOString()}`;
    expect((await list(old)).status).toBe(200);
    simulator.configure({ refuseOldList: true });
    expect((await list(old)).status).toBe(400);
  });
});

test('throttles by the documented limits when switched on', async () => {
  const record = make(1);
  simulator.addRecord(record);
  const ask = async () => (await graph.get(pathOf(record.id))).status;
  simulator.configure({ throttling: 'documented' });
  const statuses = await Promise.all(Array.from({ length: 43 }, ask));
  expect(statuses.filter((status) => status === 429)).toHaveLength(3);
  expect(simulator.throttled()).toEqual({ 'call-record': 3 });
  expect((await graph.get(pathOf(record.id))).headers.get('retry-after')).toBe('20');
  clockMs += 20_000;
  expect(await ask()).toBe(200);
  expect(simulator.countRequests({ status: 429 })).toBe(4);
});
