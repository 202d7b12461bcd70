import { describe, expect, test } from '@jest/globals';
import { status, throttle } from '../../../local/graph-simulator/faults/fault.ts';
import { makeFaultPlan } from '../../../local/graph-simulator/faults/fault-plan.ts';
import { parseListFilter } from '../../../local/graph-simulator/records/list-filter.ts';
import {
  parseChange,
  parseCreation,
} from '../../../local/graph-simulator/subscriptions/subscription-rules.ts';
import {
  encodeValidationToken,
  isAllowedEndpoint,
  makeValidationToken,
} from '../../../local/graph-simulator/subscriptions/validate-endpoint.ts';

describe('the filter of List', () => {
  const at = (startDateTime: string, participants: string[] = []) => ({
    id: '',
    version: '1',
    startDateTime,
    endDateTime: startDateTime,
    head: [],
    sessions: [],
    participants,
    tail: [],
  });
  const admits = (filter: string, ...given: Parameters<typeof at>) =>
    parseListFilter(filter)?.test(at(...given));

  test('knows the four comparisons of startDateTime', () => {
    const noon = '2026-11-02T12:00:00.0000000Z';
    for (const [operator, before, same, after] of [
      ['lt', true, false, false],
      ['le', true, true, false],
      ['gt', false, false, true],
      ['ge', false, true, true],
    ] as const) {
      expect(admits(`startDateTime ${operator} 2026-11-02T12:00:00Z`, '2026-11-02T11:00:00Z')).toBe(before);
      expect(admits(`startDateTime ${operator} 2026-11-02T13:00:00+01:00`, noon)).toBe(same);
      expect(admits(`startDateTime ${operator} 2026-11-02T12:00:00Z`, '2026-11-02T12:00:00.001Z')).toBe(
        after,
      );
    }
  });

  test('combines a window with a participant', () => {
    const filter =
      "startDateTime ge 2026-11-02T00:00:00Z and startDateTime lt 2026-11-03T00:00:00Z and participants_v2/any(p:p/id eq 'Ab')";
    expect(admits(filter, '2026-11-02T12:00:00Z', ['{"id":"ab"}'])).toBe(true);
    expect(admits(filter, '2026-11-02T12:00:00Z', ['{"id":"x"}'])).toBe(false);
    expect(admits(filter, '2026-11-03T00:00:00Z', ['{"id":"ab"}'])).toBe(false);
    expect(parseListFilter(filter)?.fromMs).toBe(Date.parse('2026-11-02T00:00:00Z'));
  });

  test.each([
    'lastModifiedDateTime ge 2026-11-02T00:00:00Z',
    "startDateTime ge '2026-11-02T00:00:00Z'",
    'startDateTime ge 2026-11-02',
    'startDateTime eq 2026-11-02T00:00:00Z',
    'startDateTime ge 2026-11-02T00:00:00 00:00',
    'startDateTime ge 2026-11-02T00:00:00Z or startDateTime lt 2026-11-02T00:00:00Z',
    "participants_v2/any(p:x/id eq 'a')",
  ])('refuses %s', (filter) => {
    expect(parseListFilter(filter)).toBeUndefined();
  });
});

describe('what a subscription may be', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  const lifetimes = { maxMinutes: 4230, minMinutes: 45 };
  const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  const create = (changes: Record<string, unknown>) =>
    parseCreation(
      JSON.stringify({
        resource: 'communications/callRecords',
        changeType: 'updated',
        notificationUrl: 'https://app.example/api/notifications',
        lifecycleNotificationUrl: 'https://app.example/api/lifecycle',
        clientState: 'x'.repeat(128),
        expirationDateTime: inMinutes(4230),
        ...changes,
      }),
      now,
      lifetimes,
    );

  test('the longest lifetime is 4,230 minutes and the shortest becomes 45', () => {
    expect(create({})).toMatchObject({ ok: true, value: { expiresAtMs: now + 4230 * 60_000 } });
    expect(create({ expirationDateTime: inMinutes(4231) })).toMatchObject({
      ok: false,
      code: 'ExtensionError',
    });
    expect(create({ expirationDateTime: inMinutes(5) })).toMatchObject({
      ok: true,
      value: { expiresAtMs: now + 45 * 60_000 },
    });
    expect(create({ expirationDateTime: inMinutes(-1) })).toMatchObject({ ok: false });
  });

  test('a lifecycle URL is demanded for more than an hour only', () => {
    expect(create({ lifecycleNotificationUrl: undefined })).toMatchObject({ ok: false });
    expect(create({ lifecycleNotificationUrl: undefined, expirationDateTime: inMinutes(60) })).toMatchObject({
      ok: true,
    });
  });

  test.each([
    { clientState: 'x'.repeat(129) },
    { resource: 'users' },
    { changeType: 'deleted' },
    { notificationUrl: 'http://app.example/' },
    { notificationUrl: 'nonsense' },
    { lifecycleNotificationUrl: 'http://192.0.2.1/' },
    { includeResourceData: true },
    { expirationDateTime: 'tomorrow' },
  ])('refused: %j', (changes) => {
    expect(create(changes)).toMatchObject({ ok: false });
  });

  test('a change is one of expiry and notification URL only', () => {
    const change = (fields: unknown) => parseChange(JSON.stringify(fields), now, lifetimes);
    expect(change({ expirationDateTime: inMinutes(100) })).toEqual({
      ok: true,
      value: { expiresAtMs: now + 100 * 60_000 },
    });
    expect(change({ notificationUrl: 'http://127.0.0.1:1/x' })).toMatchObject({ ok: true });
    expect(change({ clientState: 'new' })).toMatchObject({ ok: false });
    expect(change({ lifecycleNotificationUrl: 'https://x.example' })).toMatchObject({ ok: false });
    expect(change({})).toMatchObject({ ok: false });
    expect(change([])).toMatchObject({ ok: false });
  });

  test('http is for loopback only', () => {
    for (const url of ['http://localhost:1/', 'http://127.9.9.9/', 'http://[::1]:3/', 'https://x.example/']) {
      expect(isAllowedEndpoint(url)).toBe(true);
    }
    for (const url of [
      'http://x.example/',
      'http://127.0.0.1.evil.example/',
      'ftp://localhost/',
      5,
      undefined,
    ]) {
      expect(isAllowedEndpoint(url)).toBe(false);
    }
  });

  test('the validation token is right only when it is decoded once', () => {
    const token = makeValidationToken();
    const query = encodeValidationToken(token);
    const once = new URLSearchParams(`validationToken=${query}`).get('validationToken') ?? '';
    expect(once).toBe(token);
    expect(query).not.toBe(token);
    expect(decodeURIComponent(query)).not.toBe(token);
    expect(() => decodeURIComponent(once)).toThrow();
  });
});

describe('the plan of faults', () => {
  test('plays a fault on the nth fitting request, as often as said', () => {
    const plan = makeFaultPlan();
    const planned = plan.add({
      on: { method: 'get', path: '/sessions', nth: 2 },
      times: 2,
      fault: status(500),
    });
    const take = (method: string, target: string) => plan.take({ method, target })?.name;
    expect(take('POST', '/sessions')).toBeUndefined();
    expect(take('GET', '/other')).toBeUndefined();
    expect(take('GET', '/SESSIONS?a')).toBeUndefined();
    expect(take('GET', '/sessions')).toBe('status-500');
    expect(take('GET', '/sessions')).toBe('status-500');
    expect(take('GET', '/sessions')).toBeUndefined();
    expect(planned.played()).toBe(2);
  });

  test('knows a path decoded or not, as text or as pattern', () => {
    const plan = makeFaultPlan();
    plan.add({ on: { path: '$expand=sessions($expand=segments)' }, fault: throttle(1) });
    plan.add({ on: { path: /participants_v2$/g }, times: 2, fault: status(404) });
    expect(plan.take({ method: 'GET', target: '/x?%24expand=sessions(%24expand%3Dsegments)' })?.name).toBe(
      'throttle',
    );
    expect(plan.take({ method: 'GET', target: '/x?$expand=participants_v2' })?.name).toBe('status-404');
    expect(plan.take({ method: 'GET', target: '/x?$expand=participants_v2' })?.name).toBe('status-404');
    plan.clear();
    expect(plan.take({ method: 'GET', target: '/x?$expand=participants_v2' })).toBeUndefined();
  });
});
