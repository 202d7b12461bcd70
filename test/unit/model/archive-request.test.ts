/** The messages of the one queue: what is written is read again, and nothing foreign is taken for a request. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ShapeError } from '../../../src/errors.ts';
import {
  type ArchiveRequest,
  archiveReasons,
  maxCallIdsPerRequest,
  packRecordsRequests,
  parseArchiveRequest,
  splitRecordsRequest,
} from '../../../src/model/archive-request.ts';
import { type DayCounts, noCounts } from '../../../src/model/sweep.ts';

const callId = 'e523d2ed-2966-4b6b-925b-754a88034cc5';
const time = '2026-11-21T12:00:00.000Z';
const records = { schema: 1, kind: 'records', reason: 'notification', callIds: [callId] };
const renew = {
  schema: 1,
  kind: 'renew',
  subscriptionId: callId,
  event: 'reauthorizationRequired',
  receivedAt: time,
};

function makeIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`);
}

describe('a round of the call reports', () => {
  const request = { schema: 1, kind: 'reports', round: '20261121T034000.000Z' };

  test('is resumed by a message of its own kind', () => {
    expect(parseArchiveRequest(JSON.stringify(request))).toEqual(request);
    expect(() => parseArchiveRequest({ ...request, round: undefined })).toThrow(ShapeError);
  });

  test('is resumed by a message that was queued before an upgrade', () => {
    const former = { schema: 1, kind: 'backfill', reports: { round: request.round }, traceparent: 'x' };
    expect(parseArchiveRequest(JSON.stringify(former))).toEqual(request);
    expect(() => parseArchiveRequest({ schema: 1, kind: 'backfill', reports: {} })).toThrow(ShapeError);
  });
});

describe('parseArchiveRequest', () => {
  const anyTime = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const anyRetry = fc.record(
    { firstTryAt: anyTime, failedTries: fc.nat(), notBefore: anyTime },
    { requiredKeys: ['firstTryAt', 'failedTries'] },
  );
  const schema = fc.constant(1 as const);
  const anySweep = fc.record(
    { runId: fc.string(), startedAt: anyTime, from: anyTime, to: anyTime, participantId: fc.string() },
    { requiredKeys: ['runId', 'startedAt', 'from', 'to'] },
  );
  const names = Object.keys(noCounts) as (keyof DayCounts)[];
  const anyCounts = fc
    .array(fc.nat(), { minLength: names.length, maxLength: names.length })
    .map((counts) => Object.fromEntries(names.map((name, i) => [name, counts[i]])) as DayCounts);
  const anyProgress = fc.record(
    {
      at: anyTime,
      link: fc.webUrl(),
      pages: fc.nat(),
      day: anyCounts,
      total: anyCounts,
      expiringDays: fc.dictionary(fc.constantFrom('2026-10-22', '2026-10-23'), fc.nat(), {
        noNullPrototype: true,
      }),
      newestEndedAt: anyTime,
      edgeMovedHours: fc.nat(),
      failedTries: fc.nat(),
    },
    { requiredKeys: ['at', 'day', 'total', 'expiringDays', 'edgeMovedHours', 'failedTries'] },
  );
  const anyRequest: fc.Arbitrary<ArchiveRequest> = fc.oneof(
    fc.record(
      {
        schema,
        kind: fc.constant('records' as const),
        reason: fc.constantFrom(...archiveReasons),
        callIds: fc.array(fc.uuid(), { minLength: 1, maxLength: 20 }),
        endedAt: anyTime,
        ends: fc.array(fc.option(anyTime), { maxLength: 20 }),
        retry: anyRetry,
      },
      { requiredKeys: ['schema', 'kind', 'reason', 'callIds'] },
    ),
    fc.record({
      schema,
      kind: fc.constant('renew' as const),
      subscriptionId: fc.uuid(),
      event: fc.constantFrom('reauthorizationRequired' as const, 'subscriptionRemoved' as const),
      receivedAt: anyTime,
    }),
    fc.record(
      {
        schema,
        kind: fc.constant('reconcile' as const),
        cause: fc.constantFrom('schedule', 'missed', 'operator', 'subscription-created', 'expiring'),
        full: fc.boolean(),
        since: anyTime,
        askedAt: anyTime,
        run: fc.record({
          scope: fc.constantFrom('full', 'recent', 'expiring'),
          sweep: anySweep,
          progress: anyProgress,
        }),
        recount: fc.record({ runId: fc.string(), round: fc.integer({ min: 1 }) }),
      },
      { requiredKeys: ['schema', 'kind', 'cause'] },
    ),
    fc.record(
      { schema, kind: fc.constant('backfill' as const), sweep: anySweep, progress: anyProgress },
      { requiredKeys: ['schema', 'kind', 'sweep'] },
    ),
  );

  test('reads every request as it was sent, as text and as the value that a host makes of it', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(parseArchiveRequest(JSON.stringify(request))).toEqual(request);
        expect(parseArchiveRequest(JSON.parse(JSON.stringify(request)))).toEqual(request);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('gives call ids in lower case', () => {
    expect(parseArchiveRequest({ ...records, callIds: [callId.toUpperCase()] })).toEqual(records);
  });

  test.each<[string, unknown]>([
    ['no JSON', 'hello'],
    ['broken JSON', '{"schema":1,'],
    ['nothing', undefined],
    ['null', null],
    ['a list', [records]],
    ['a number', 1],
    ['another schema', { ...records, schema: 2 }],
    ['no schema', { ...records, schema: undefined }],
    ['an unknown kind', { ...records, kind: 'recordz' }],
    ['an unknown reason', { ...records, reason: 'curiosity' }],
    ['no call id', { ...records, callIds: [] }],
    ['too many call ids', { ...records, callIds: makeIds(maxCallIdsPerRequest + 1) }],
    ['a call id that is no GUID', { ...records, callIds: ['../x'] }],
    ['a retry without its first try', { ...records, retry: { failedTries: 1 } }],
    ['a negative count of tries', { ...records, retry: { firstTryAt: time, failedTries: -1 } }],
    ['a time that is none', { ...records, retry: { firstTryAt: 'yesterday', failedTries: 1 } }],
    ['a lifecycle event that asks for no renewal', { ...renew, event: 'missed' }],
    ['a subscription id that is no GUID', { ...renew, subscriptionId: '1' }],
  ])('throws ShapeError for %s', (_, message) => {
    expect(() => parseArchiveRequest(message)).toThrow(ShapeError);
  });

  test('says where a foreign message is wrong without quoting it', () => {
    const message = { ...records, reason: 'anna@example.org', callIds: ['anna@example.org'] };
    expect(() => parseArchiveRequest(message)).toThrow(/reason .*callIds\.0/);
    expect(() => parseArchiveRequest(message)).not.toThrow(/anna/);
  });
});

describe('packRecordsRequests', () => {
  test.each([
    [0, 0],
    [1, 1],
    [500, 1],
    [501, 2],
    [1200, 3],
  ])('packs %i calls in %i messages, and every call is in them once', (calls, messages) => {
    const ids = makeIds(calls);
    const packed = packRecordsRequests(ids, 'backfill');
    expect(packed).toHaveLength(messages);
    expect(packed.flatMap(({ callIds }) => callIds)).toEqual(ids);
    expect(packed.every(({ reason }) => reason === 'backfill')).toBe(true);
  });

  test('asks once for a call that is named often', () => {
    expect(packRecordsRequests([callId, callId, callId], 'notification')).toEqual([records]);
  });

  test('makes messages that their reader takes', () => {
    for (const request of packRecordsRequests(makeIds(1001), 'reconcile')) {
      expect(parseArchiveRequest(JSON.stringify(request))).toEqual(request);
    }
  });

  test('keeps a full message, with everything that a retry adds, under the 64 KiB of a queue message', () => {
    const [full] = packRecordsRequests(makeIds(maxCallIdsPerRequest), 'notification');
    const ends = Array.from({ length: maxCallIdsPerRequest }, () => time);
    const grown = {
      ...full,
      ends,
      endedAt: time,
      retry: { firstTryAt: time, failedTries: 99, notBefore: time },
    };
    const text = Buffer.from(JSON.stringify(grown)).toString('base64');
    expect(parseArchiveRequest(grown)).toEqual(grown);
    expect(text.length).toBeLessThan(64 * 1024);
  });
});

describe('a message of what Graph listed', () => {
  test('with 400 calls and versions of any size stays under the 64 KiB of a queue message', () => {
    const [request] = packRecordsRequests(makeIds(400), 'reconcile');
    const listed = Array.from({ length: 400 }, () => ['2026-11-21', String(2n ** 63n)]);
    const full = { ...request, ends: listed.map(() => time), listed };
    expect(parseArchiveRequest(full)).toEqual(full);
    expect(Buffer.from(JSON.stringify(full)).toString('base64').length).toBeLessThan(64 * 1024);
  });
});

describe('splitRecordsRequest', () => {
  const [first, second, third] = makeIds(3) as [string, string, string];
  const packed = { schema: 1, kind: 'records', reason: 'backfill', callIds: [first, second, third] } as const;

  test('gives each call a request of its own, with what is known of it', () => {
    const listed: [string, string] = ['2026-11-21', '3'];
    const split = splitRecordsRequest({
      ...packed,
      callIds: [...packed.callIds],
      ends: [time, null],
      listed: [null, listed],
    });
    expect(split).toEqual([
      { ...packed, callIds: [first], endedAt: time },
      { ...packed, callIds: [second], listed: [listed] },
      { ...packed, callIds: [third] },
    ]);
  });

  test('keeps what holds for all', () => {
    const retry = { firstTryAt: time, failedTries: 2 };
    const split = splitRecordsRequest({ ...packed, callIds: [first, second], endedAt: time, retry });
    expect(split).toEqual([first, second].map((id) => ({ ...packed, callIds: [id], endedAt: time, retry })));
  });
});
