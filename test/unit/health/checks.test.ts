/** What each check behind health says, and when: each fact that can go wrong, alone. */
import { describe, expect, test } from '@jest/globals';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import {
  addFailure,
  ago,
  type HealthWorld,
  later,
  look,
  makeHealthyWorld,
  readReport,
  setRow,
  startInstance,
  startsAt,
} from './health-world.ts';

const iso = (ms: number) => ago(ms).toISOString();

describe('a deployment without complaint', () => {
  test('is ok, check by check, and says with which version and when', async () => {
    const report = await readReport(startInstance(makeHealthyWorld()).receiveStatus());
    expect(report).toMatchObject({ status: 'ok', version: '1.2.3', checkedAt: startsAt.toISOString() });
    expect(report.checks.map(({ name, state, advice }) => [name, state, advice])).toEqual(
      [
        'subscription',
        'graph-permission',
        'storage',
        'pending-records',
        'lost-records',
        'poison-queue',
        'expiring-calls',
        'reconcile',
        'notifications',
        'sealing',
        'seal-chain',
        'sealed-changes',
        'seal-stamps',
        'report-pstn-calls',
        'report-sms',
        'health-timer',
      ].map((name) => [name, 'ok', '']),
    );
  });
});

describe('a deployment whose timer has not come yet', () => {
  const subscriptionOf = async (app: ReturnType<typeof startInstance>) =>
    (await readReport(app.receiveStatus())).checks.find(({ name }) => name === 'subscription');
  const makeNewWorld = () => {
    const world = makeHealthyWorld();
    world.state.states.delete('subscription');
    return world;
  };

  test('is as ok for /api/status as for /api/health, until the first look is overdue', async () => {
    const world = makeNewWorld();
    const app = startInstance(world);
    expect(await subscriptionOf(app)).toMatchObject({ state: 'ok' });
    later(world, 21 * minuteMs);
    expect(await subscriptionOf(app)).toMatchObject({
      state: 'fail',
      advice: expect.stringContaining('has not asked Graph'),
    });
  });

  test('is at risk when the timer came and has not looked', async () => {
    const world = makeNewWorld();
    await startInstance(world).watch();
    expect(world.log.notes).toContainEqual(
      expect.objectContaining({
        name: 'health.check-failed',
        facts: expect.objectContaining({ check: 'subscription' }),
      }),
    );
    later(world, minuteMs);
    expect(await subscriptionOf(startInstance(world))).toMatchObject({ state: 'fail' });
  });
});

type Change = (world: HealthWorld) => unknown;
const row =
  (name: string, facts: Record<string, string>): Change =>
  (world) =>
    setRow(world, name, facts);
const failure =
  (changes: Parameters<typeof addFailure>[1]): Change =>
  (world) =>
    addFailure(world, changes);
const withoutRow =
  (name: string): Change =>
  ({ state }) =>
    state.states.delete(name);

type Case = [why: string, check: string, state: string, advice: RegExp, ...changes: Change[]];

const cases: Case[] = [
  ['it has expired', 'subscription', 'fail', /has expired/, row('subscription', { expires_at: iso(1) })],
  [
    'nobody looked after it since',
    'subscription',
    'fail',
    /whether the timer/,
    row('subscription', { checked_at: iso(21 * minuteMs) }),
  ],
  [
    'it could not be kept',
    'subscription',
    'fail',
    /^Do this/,
    row('subscription', { problem: 'callback', advice: 'Do this' }),
  ],
  [
    'Graph does not answer, and it lives for days',
    'subscription',
    'warn',
    /^Wait/,
    row('subscription', { problem: 'graph', advice: 'Wait' }),
  ],
  [
    'Graph does not answer, and it ends today',
    'subscription',
    'fail',
    /^Wait/,
    row('subscription', { problem: 'graph', advice: 'Wait', expires_at: iso(-23 * hourMs) }),
  ],
  [
    'the subscription was denied',
    'graph-permission',
    'fail',
    /CallRecords\.Read\.All.*az rest .*appRoleAssignedTo.*45bbb07e-7321-4fd7-a8f6-3ff27e6a81c8/s,
    row('subscription', { problem: 'permission', advice: '' }),
  ],
  [
    'the list was denied',
    'graph-permission',
    'fail',
    /CallRecords\.Read\.All/,
    row('reconcile', { problem: 'denied: Asking Graph: it answered 403', failed_at: iso(minuteMs) }),
    row('subscription', { renewed_at: iso(hourMs) }),
  ],
  [
    'the list was denied before the subscription was renewed',
    'graph-permission',
    'ok',
    /^$/,
    row('reconcile', { problem: 'denied: Asking Graph: it answered 403', failed_at: iso(hourMs) }),
    row('subscription', { renewed_at: iso(minuteMs) }),
  ],
  [
    'a record was denied lately',
    'graph-permission',
    'fail',
    /az ad sp show --id 0a1b2c3d-0000-4000-8000-00000000000c/,
    failure({ httpStatus: 403, lastTryAt: ago(30 * minuteMs) }),
  ],
  [
    'a record was denied, and no more since',
    'graph-permission',
    'ok',
    /^$/,
    failure({ httpStatus: 401, lastTryAt: ago(3 * hourMs) }),
  ],
  [
    'a row cannot be written',
    'storage',
    'fail',
    /az role assignment create --role "Storage Table Data Contributor".*callsarchive.*tables\/ArchiveState/s,
    ({ storage }) =>
      storage.problems.set('write ArchiveState', { status: 403, code: 'AuthorizationPermissionMismatch' }),
  ],
  [
    'a container does not let the app in',
    'storage',
    'fail',
    /az role assignment create --role "Call archive writer callsarchive" .*containers\/call-records/s,
    ({ storage }) =>
      storage.problems.set('read call-records', { status: 403, code: 'AuthorizationPermissionMismatch' }),
  ],
  [
    'a queue is missing',
    'storage',
    'fail',
    /az storage queue create --auth-mode login --account-name callsarchive --name archive-requests$/,
    ({ storage }) => storage.problems.set('read archive-requests', { status: 404, code: 'QueueNotFound' }),
  ],
  [
    'a container is out of reach',
    'storage',
    'fail',
    /az storage account show --name callsarchive/,
    ({ storage }) => storage.problems.set('read call-records', { status: undefined, code: 'ENOTFOUND' }),
  ],
  ['a record waits for an hour', 'pending-records', 'ok', /^$/, failure({})],
  [
    'a record waits for hours',
    'pending-records',
    'warn',
    /redrive/,
    failure({ firstTryAt: ago(7 * hourMs) }),
  ],
  [
    'a record waits for days',
    'pending-records',
    'fail',
    /redrive[^:]*$/,
    failure({ firstTryAt: ago(49 * hourMs), httpStatus: 503 }),
    failure({}),
  ],
  [
    'Graph has not known a record for days',
    'pending-records',
    'fail',
    /redrive.* close its row: az storage entity merge .*RowKey=[\w-]{36} state=closed$/,
    failure({ firstTryAt: ago(49 * hourMs), httpStatus: 404 }),
  ],
  [
    'a record was refused days ago',
    'pending-records',
    'warn',
    /redrive/,
    failure({ state: 'refused', firstTryAt: ago(5 * dayMs) }),
  ],
  [
    'a record that waited for days is lost',
    'pending-records',
    'ok',
    /^$/,
    failure({ state: 'lost', firstTryAt: ago(49 * hourMs) }),
  ],
  [
    'a record was lost within 30 days',
    'lost-records',
    'fail',
    /redrive lost-one .*az storage entity merge .*RowKey=lost-one state=closed$/s,
    failure({ callId: 'lost-one', state: 'lost', forgottenAt: ago(29 * dayMs) }),
  ],
  [
    'a record was lost long ago',
    'lost-records',
    'ok',
    /^$/,
    failure({ state: 'lost', forgottenAt: ago(31 * dayMs) }),
  ],
  [
    'the token is of another tenant',
    'graph-permission',
    'fail',
    /^Correct it/,
    row('subscription', { problem: 'tenant', advice: 'Correct it' }),
  ],
  [
    'a message kept failing',
    'poison-queue',
    'fail',
    /archive-requests-poison/,
    ({ storage }) => storage.messages.set('archive-requests-poison', 1),
  ],
  [
    'a message to seal days kept failing',
    'poison-queue',
    'fail',
    /^Messages to seal days .*--queue-name archive-work-poison/,
    ({ storage }) => storage.messages.set('archive-work-poison', 2),
  ],
  [
    'the queue of failed messages is missing',
    'poison-queue',
    'fail',
    /check "storage"/,
    ({ storage }) =>
      storage.problems.set('read archive-requests-poison', { status: 404, code: 'QueueNotFound' }),
  ],
  [
    'calls are about to be forgotten',
    'expiring-calls',
    'fail',
    /within 72 hours/,
    row('reconcile', { expiring_unarchived: '3', expiring_days: '{"2026-10-23":3}' }),
  ],
  ['nothing was counted yet', 'expiring-calls', 'ok', /^$/, withoutRow('reconcile')],
  ['a run was missed', 'reconcile', 'ok', /^$/, row('reconcile', { completed_at: iso(2 * hourMs) })],
  [
    'runs were missed for hours',
    'reconcile',
    'fail',
    /POST \/api\/reconcile/,
    row('reconcile', { completed_at: iso(4 * hourMs) }),
  ],
  [
    'a long run is under way',
    'reconcile',
    'ok',
    /^$/,
    row('reconcile', {
      completed_at: iso(4 * hourMs),
      going_on: 'run',
      going_on_until: iso(-10 * minuteMs),
    }),
  ],
  [
    'all 30 days were compared the day before yesterday',
    'reconcile',
    'fail',
    /POST \/api\/reconcile/,
    row('reconcile', { full_started_at: iso(36 * hourMs) }),
  ],
  [
    'the last run failed',
    'reconcile',
    'warn',
    /the next one starts over/,
    row('reconcile', { problem: 'unavailable: Asking Graph', failed_at: iso(minuteMs) }),
  ],
  [
    'the list did not end in the last run',
    'reconcile',
    'warn',
    /the next one starts over/,
    row('reconcile', { problem: 'refused: Following a next link', endless_runs: '1' }),
  ],
  [
    'the list did not end in two runs in a row',
    'reconcile',
    'fail',
    /does not come to an end/,
    row('reconcile', { problem: 'refused: Following a next link', endless_runs: '2' }),
  ],
  [
    'the last run could not read rows of the list',
    'reconcile',
    'fail',
    /name no call/,
    row('reconcile', { unreadable: '15500' }),
  ],
  [
    'the last run over all 30 days could not read a row of the list',
    'reconcile',
    'fail',
    /name no call/,
    row('reconcile', { unreadable: '0', full_unreadable: '1' }),
  ],
  ['no run is due yet', 'reconcile', 'ok', /^$/, withoutRow('reconcile')],
  [
    'no run came for hours after the deployment',
    'reconcile',
    'fail',
    /POST \/api\/reconcile/,
    withoutRow('reconcile'),
    row('health', { since: iso(4 * hourMs), due_by: iso(-minuteMs), status: 'ok' }),
  ],
  [
    'the newest call may still be announced',
    'notifications',
    'ok',
    /^$/,
    row('intake-accepted', { at: iso(dayMs) }),
  ],
  [
    'a call was not announced',
    'notifications',
    'warn',
    /has announced none/,
    row('intake-accepted', { at: iso(5 * hourMs) }),
    row('reconcile', { newest_call_ended_at: iso(4 * hourMs) }),
  ],
  [
    'calls were not announced for a day',
    'notifications',
    'fail',
    /has announced none/,
    row('intake-accepted', { at: iso(25 * hourMs) }),
    row('reconcile', { newest_call_ended_at: iso(4 * hourMs) }),
  ],
  [
    'the subscription is younger than the calls',
    'notifications',
    'ok',
    /^$/,
    withoutRow('intake-accepted'),
    row('subscription', { created_at: iso(3.5 * hourMs) }),
    row('reconcile', { newest_call_ended_at: iso(4 * hourMs) }),
  ],
  [
    'nothing came since the subscription was made',
    'notifications',
    'fail',
    /has announced none/,
    withoutRow('intake-accepted'),
    row('reconcile', { newest_call_ended_at: iso(4 * hourMs) }),
  ],
  [
    'what came was not ours',
    'notifications',
    'fail',
    /NOTIFICATION_CLIENT_STATE/,
    row('intake-accepted', { at: iso(25 * hourMs) }),
    row('intake-dropped', { at: iso(hourMs), reason: 'client-state' }),
    row('reconcile', { newest_call_ended_at: iso(4 * hourMs) }),
  ],
  [
    'what came could not be stored',
    'notifications',
    'fail',
    /the queue did not take them/,
    row('intake-accepted', { at: iso(25 * hourMs) }),
    row('intake-failed', { at: iso(hourMs) }),
    row('reconcile', { newest_call_ended_at: iso(4 * hourMs) }),
  ],
  ['no run was due yet', 'sealing', 'ok', /^$/, withoutRow('sealing')],
  [
    'the last seal is old',
    'sealing',
    'fail',
    /call-archive seal/,
    row('sealing', { sealed_at: iso(27 * hourMs) }),
  ],
  ['the last seal is from yesterday', 'sealing', 'ok', /^$/, row('sealing', { sealed_at: iso(25 * hourMs) })],
  [
    'a claimed day was not sealed in time',
    'sealing',
    'fail',
    /call-archive seal --from 2026-11-18 --to 2026-11-19/,
    row('sealing', { overdue_days: '2026-11-18..2026-11-19,2026-11-21..2026-11-21' }),
  ],
  [
    'the last run failed',
    'sealing',
    'warn',
    /sealing\.failed/,
    row('sealing', { problem: 'Sealing: storage answered 503', failed_at: iso(hourMs) }),
  ],
  [
    'the chain does not lead back to the first seal',
    'seal-chain',
    'fail',
    /call-archive verify --quick/,
    row('sealing', { chain_problem: 'seal 38 is missing' }),
  ],
  [
    'files of a sealed day changed for no known reason',
    'sealed-changes',
    'fail',
    /call-archive verify --from 2026-11-02 --to 2026-11-02 /,
    row('sealing', { unexplained: '3', unexplained_days: '2026-11-02..2026-11-02' }),
  ],
  [
    'stamps are missing since yesterday',
    'seal-stamps',
    'warn',
    /SEAL_TIMESTAMP_URL/,
    row('sealing', { unstamped: '39,40', unstamped_since: iso(24 * hourMs) }),
  ],
  [
    'stamps are missing for two days',
    'seal-stamps',
    'fail',
    /after 48 hours/,
    row('sealing', { unstamped: '38,39,40', unstamped_since: iso(49 * hourMs) }),
  ],
  [
    'somebody sends junk and Graph sends calls',
    'notifications',
    'ok',
    /^$/,
    row('intake-dropped', { at: iso(minuteMs), reason: 'client-state' }),
  ],
];

describe('when', () => {
  test.each(cases)('%s, the check %s says %s', async (_why, name, state, advice, ...changes) => {
    const world = makeHealthyWorld();
    for (const change of changes) await change(world);
    const check = await look(world, name);
    expect([check.name, check.state]).toEqual([name, state]);
    expect(check.advice).toMatch(advice);
  });

  test('sealing never began, it is late 26 hours after the app was seen first', async () => {
    const world = makeHealthyWorld();
    world.state.states.delete('sealing');
    await startInstance(world).watch();
    later(world, 25 * hourMs);
    expect((await look(world, 'sealing')).state).toBe('ok');
    later(world, 2 * hourMs);
    expect((await look(world, 'sealing')).state).toBe('fail');
  });

  test('the state cannot be read, each check that needs it says so, and the others look', async () => {
    const world = makeHealthyWorld();
    world.stateFault = Object.assign(new Error('words of a service'), { statusCode: 403, code: 'Forbidden' });
    const { status, checks } = await readReport(startInstance(world).receiveStatus());
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(status).toBe('at-risk');
    expect(states).toMatchObject({
      subscription: 'fail',
      reconcile: 'fail',
      storage: 'ok',
      'pending-records': 'ok',
    });
    expect(checks[0]?.facts).toEqual({ problem: '403 Forbidden' });
    expect(JSON.stringify(checks)).not.toContain('words of a service');
  });
});
