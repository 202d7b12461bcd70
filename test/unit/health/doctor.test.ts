/** What the doctor says, and when: each thing that can be wrong, alone. */
import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import { hourMs, minuteMs } from '../../../src/model/durations.ts';
import type { HttpProbeAnswer } from '../../../src/ports/http-probe.ts';
import type { Stamping } from '../../../src/ports/time-stamp-authority.ts';
import {
  ago,
  type HealthWorld,
  later,
  makeHealthyWorld,
  type Report,
  readReport,
  startInstance,
  startsAt,
} from './health-world.ts';

const consult = (world: HealthWorld, watch?: string) =>
  readReport(startInstance(world, watch).receiveDoctor());

function find({ checks }: Report, name: string): Report['checks'][number] {
  const check = checks.find((one) => one.name === name);
  if (!check) throw new Error(`There is no check ${name}`);
  return check;
}

type Change = (world: HealthWorld) => unknown;
type Case = [why: string, check: string, state: string, advice: RegExp, ...changes: Change[]];

const setSettings =
  (settings: HealthWorld['doctor']['settings']): Change =>
  (world) => {
    world.doctor.settings = settings;
  };
const setClaims =
  (changes: Partial<ReturnType<HealthWorld['doctor']['claims']>>): Change =>
  ({ doctor }) => {
    const { claims } = doctor;
    doctor.claims = () => ({ ...claims(), ...changes });
  };
const withoutToken =
  (words: string): Change =>
  ({ doctor }) => {
    doctor.claims = () => {
      const cause = new Error(`ManagedIdentityCredential: ${words}`);
      throw new GraphError('none', { meaning: 'unavailable', graphCode: 'NoToken', cause });
    };
  };
/** What the public address answers to a token. */
const answer =
  (change: (token: string) => Partial<HttpProbeAnswer>): Change =>
  ({ doctor }) => {
    const proper = doctor.answer;
    doctor.answer = (request) => {
      const token = new URL(request.url).searchParams.get('validationToken');
      return { ...proper(request), ...(token !== null && change(token)) };
    };
  };
const graphFault =
  (meaning: 'denied' | 'unavailable', status: number): Change =>
  ({ graph }) =>
    graph.faults.push(new GraphError('refused', { meaning, status }));

const stampsWith =
  (answer: Stamping): Change =>
  ({ doctor }) => {
    doctor.timeStamps = { stamp: async () => answer };
  };

const cases: Case[] = [
  [
    'the app could delete the proof',
    'proof-rights',
    'warn',
    /wider role .* az role assignment list --all --assignee "\$\(az functionapp identity show/,
    ({ storage }) => storage.deletable.add('call-proof'),
  ],
  [
    'it cannot be told',
    'proof-rights',
    'warn',
    /is not known/,
    ({ storage }) => storage.problems.set('read call-proof', { status: 500, code: 'InternalError' }),
  ],
  [
    'the authority answers HTML',
    'time-stamps',
    'warn',
    /--setting-names SEAL_TIMESTAMP_URL/,
    stampsWith({ outcome: 'failed', why: 'its answer is no time stamp' }),
  ],
  [
    'the authority stamps',
    'time-stamps',
    'ok',
    /^$/,
    stampsWith({ outcome: 'stamped', response: new Uint8Array(1), stampedAt: startsAt }),
  ],
  ['beta is used', 'settings', 'warn', /GRAPH_API_VERSION=v1\.0/, setSettings({ apiVersion: 'beta' })],
  [
    'the secret of before is still accepted',
    'settings',
    'warn',
    /--setting-names NOTIFICATION_CLIENT_STATE_PREVIOUS/,
    setSettings({ acceptsPreviousSecret: true }),
  ],
  [
    'there is no token',
    'token',
    'fail',
    /az functionapp identity show --resource-group calls-group --name calls-app/,
    withoutToken('endpoint not found'),
  ],
  ['there is no token', 'roles', 'fail', /see the check "token"/, withoutToken('endpoint not found')],
  [
    'the identity is of another tenant',
    'tenant',
    'fail',
    /"GRAPH_TENANT_ID=22222222-2222-4222-8222-222222222222"/,
    setClaims({ tenantId: '22222222-2222-4222-8222-222222222222' }),
  ],
  [
    'the role is missing',
    'roles',
    'fail',
    /az rest .*0a1b2c3d-0000-4000-8000-0000000000ff.*45bbb07e/,
    setClaims({ roles: ['CallRecord-PstnCalls.Read.All'] }),
  ],
  [
    'the role was granted after the token was issued',
    'roles',
    'ok',
    /^$/,
    ({ doctor }) => {
      const { claims } = doctor;
      doctor.claims = () => ({ ...claims(), roles: [] });
      doctor.freshClaims = claims;
    },
  ],
  [
    'the directory does not know that Graph',
    'cloud',
    'fail',
    /"GRAPH_CLOUD=usgov-high".*"GRAPH_CLOUD=usgov-dod"/,
    withoutToken('AADSTS500011: The resource principal named https://graph.microsoft.com was not found'),
  ],
  ['the token is missing for another reason', 'cloud', 'ok', /^$/, withoutToken('endpoint not found')],
  [
    'the token is for another Graph',
    'cloud',
    'fail',
    /GRAPH_CLOUD=usgov-high/,
    setClaims({ audience: 'https://graph.microsoft.us/' }),
  ],
  [
    'the token was given elsewhere',
    'cloud',
    'fail',
    /given in another cloud than global.*"GRAPH_CLOUD=usgov-high"/,
    setClaims({ issuer: 'https://login.microsoftonline.us/11111111-1111-4111-8111-111111111111/v2.0' }),
  ],
  [
    'Graph says that the token is for another one',
    'cloud',
    'fail',
    /GRAPH_CLOUD=usgov-high/,
    ({ graph }) =>
      graph.faults.push(
        new GraphError('refused', {
          meaning: 'denied',
          status: 401,
          graphMessage: 'Access token validation failure. Invalid audience.',
        }),
      ),
  ],
  [
    'the token names Graph by its id',
    'cloud',
    'ok',
    /^$/,
    setClaims({ audience: '00000003-0000-0000-c000-000000000000' }),
  ],
  [
    'Graph is asked in another cloud',
    'cloud',
    'fail',
    /GRAPH_BASE_URL/,
    setSettings({ graphOrigin: 'https://dod-graph.microsoft.us' }),
  ],
  [
    'the app runs in another cloud',
    'cloud',
    'fail',
    /US Government/,
    setSettings({ publicOrigin: 'https://calls.azurewebsites.us' }),
  ],
  [
    'the clocks differ by two minutes',
    'clock',
    'warn',
    /timedatectl/,
    ({ doctor, now }) => {
      const proper = doctor.answer;
      doctor.answer = (request) => ({
        ...proper(request),
        serverTime: new Date(now.getTime() - 2 * minuteMs),
      });
    },
  ],
  [
    'nobody tells the time',
    'clock',
    'warn',
    /Neither/,
    ({ doctor }) => {
      const proper = doctor.answer;
      doctor.answer = (request) => ({ ...proper(request), serverTime: undefined });
    },
  ],
  [
    'Graph is out of reach',
    'graph',
    'fail',
    /curl -i https:\/\/graph\.microsoft\.com\/v1\.0\/$/,
    ({ doctor }) => {
      doctor.answer = () => {
        throw new Error('no answer (ENOTFOUND)');
      };
    },
  ],
  ['somebody wants a sign-in', 'callback', 'fail', /az webapp auth show/, answer(() => ({ status: 401 }))],
  ['another site answers', 'callback', 'fail', /PUBLIC_BASE_URL/, answer(() => ({ status: 302 }))],
  [
    'the token is decoded twice and cut off',
    'callback',
    'fail',
    /a second time/,
    answer((token) => ({ body: decodeURIComponent(token.split('+')[0] ?? '') })),
  ],
  [
    'the token is escaped',
    'callback',
    'fail',
    /changes the token/,
    answer((token) => ({ body: token.replaceAll('<', '&lt;') })),
  ],
  ['the answer is HTML', 'callback', 'fail', /type/, answer(() => ({ contentType: 'text/html' }))],
  [
    'the subscription is gone',
    'subscription',
    'fail',
    /admin\/functions\/subscription/,
    ({ graph }) => graph.subscriptions.clear(),
  ],
  [
    'the subscription ends today',
    'subscription',
    'warn',
    /ends within a day/,
    ({ graph }) => Object.assign(graph.subscriptions.get('ours') ?? {}, { expiresAt: ago(-23 * hourMs) }),
  ],
  [
    'the subscription leads elsewhere',
    'subscription',
    'fail',
    /another URL/,
    ({ graph }) =>
      Object.assign(graph.subscriptions.get('ours') ?? {}, { notificationUrl: 'https://old.example.org/' }),
  ],
  ['Graph denies the subscription', 'subscription', 'fail', /az rest/, graphFault('denied', 403)],
  ['Graph is busy', 'subscription', 'warn', /try again/, graphFault('unavailable', 503)],
  [
    'another queue is missing',
    'storage',
    'fail',
    /az storage queue create .* --name archive-requests$/,
    ({ storage }) => storage.problems.set('read archive-requests', { status: 404, code: 'QueueNotFound' }),
  ],
];

describe('the doctor', () => {
  test('finds nothing wrong where nothing is', async () => {
    const { status, checks } = await consult(makeHealthyWorld());
    expect(status).toBe('ok');
    expect(checks.filter(({ state, advice }) => state !== 'ok' || advice !== '')).toEqual([]);
  });

  test.each(cases)('when %s: %s says %s', async (_why, name, state, advice, ...changes) => {
    const world = makeHealthyWorld();
    for (const change of changes) await change(world);
    const check = find(await consult(world), name);
    expect([check.name, check.state]).toEqual([name, state]);
    expect(check.advice).toMatch(advice);
  });

  test.each(['0 0 0 1 1 *', '0 0 0 30 2 *'])(
    'complains of a timer that is due as seldom as %s',
    async (seldom) => {
      const { state, advice } = find(await consult(makeHealthyWorld(), seldom), 'schedules');
      expect(state).toBe('warn');
      expect(advice).toContain('--setting-names SUBSCRIPTION_SCHEDULE');
    },
  );

  test('takes its own subscription for its own after its URL was changed by hand, and others’ for others’', async () => {
    const world = makeHealthyWorld();
    const ours = world.graph.subscriptions.get('ours');
    if (!ours) throw new Error('there is one');
    world.graph.subscriptions.set('others', {
      ...ours,
      id: 'others',
      notificationUrl: 'https://other.example.org/',
    });
    expect(find(await consult(world), 'subscription').facts).toMatchObject({ own: 1, others: 1 });
  });

  test('shows times as they are, later too', async () => {
    const world = makeHealthyWorld();
    later(world, hourMs);
    expect((await consult(world)).checkedAt).toBe(world.now.toISOString());
  });
});
