import { describe, expect, test } from '@jest/globals';
import { documentedLimits, makeThrottle } from '../../../local/graph-simulator/throttling.ts';

const record = '/v1.0/communications/callRecords/e523d2ed-2966-4b6b-925b-754a88034cc5';
const other = "/v1.0/communications/callRecords('f523d2ed-2966-4b6b-925b-754a88034cc5')/sessions";

function makeClocked() {
  const clock = { ms: 1_000_000 };
  return { clock, throttle: makeThrottle(documentedLimits, () => clock.ms) };
}

describe('throttling by the documented limits', () => {
  test('admits 40 requests for one record in 20 seconds and refuses the next', () => {
    const { clock, throttle } = makeClocked();
    for (let count = 0; count < 40; count += 1) {
      expect(throttle.admit('GET', record)).toBeUndefined();
      clock.ms += 100;
    }
    expect(throttle.admit('GET', record)).toEqual({ limit: 'call-record', retryAfterSeconds: 17 });
    expect(throttle.admit('GET', other)).toBeUndefined();
    expect(throttle.refusals()).toEqual({ 'call-record': 1 });
  });

  test('counts the pages of a record with the record, whatever way its path is written', () => {
    const { throttle } = makeClocked();
    for (let count = 0; count < 40; count += 1)
      throttle.admit('GET', count % 2 ? record : `${record}/participants_v2`);
    expect(throttle.admit('GET', record.toUpperCase().replace('/V1.0', '/v1.0'))?.limit).toBe('call-record');
  });

  test('admits a client again that waits as long as Retry-After says', () => {
    const { clock, throttle } = makeClocked();
    for (let count = 0; count < 45; count += 1) {
      throttle.admit('GET', record);
      clock.ms += 10;
    }
    const wait = throttle.admit('GET', record)?.retryAfterSeconds ?? 0;
    clock.ms += wait * 1000;
    expect(throttle.admit('GET', record)).toBeUndefined();
  });

  test('counts what it refuses, so that impatience lengthens the wait', () => {
    const { clock, throttle } = makeClocked();
    for (let count = 0; count < 40; count += 1) throttle.admit('GET', record);
    clock.ms += 19_000;
    for (let count = 0; count < 40; count += 1) throttle.admit('GET', record);
    clock.ms += 2_000;
    expect(throttle.admit('GET', record)).toEqual({ limit: 'call-record', retryAfterSeconds: 18 });
  });

  test.each([
    ['list-call-records', 'GET', '/v1.0/communications/callRecords', 40],
    ['list-subscriptions', 'GET', '/beta/subscriptions', 25],
    ['write-subscriptions', 'PATCH', '/v1.0/subscriptions/x', 500],
  ])('limits %s', (limit, method, path, max) => {
    const { throttle } = makeClocked();
    for (let count = 0; count < max; count += 1) expect(throttle.admit(method, path)).toBeUndefined();
    expect(throttle.admit(method, path)?.limit).toBe(limit);
  });

  test('limits all call-record requests of an app in a tenant to 1,500 in 20 seconds', () => {
    const { throttle } = makeClocked();
    const path = (n: number) =>
      `/v1.0/communications/callRecords/${String(n).padStart(8, '0')}-2966-4b6b-925b-754a88034cc5`;
    for (let count = 0; count < 1500; count += 1) expect(throttle.admit('GET', path(count))).toBeUndefined();
    expect(throttle.admit('GET', path(1500))?.limit).toBe('app-and-tenant');
  });
});
