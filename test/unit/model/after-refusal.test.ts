/** The table of design §6: what follows an answer of Graph that was not the record. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GraphMeaning } from '../../../src/errors.ts';
import {
  type Asking,
  decideAfterRefusal,
  graphKeepsMs,
  type Refusal,
} from '../../../src/model/after-refusal.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

function refusal(meaning: GraphMeaning, retryAfterMs?: number): Refusal {
  return { meaning, retryAfterMs };
}

/** The first failed try, in the middle of the spread. */
function asking(changes: Partial<Asking> = {}): Asking {
  return {
    now,
    firstTryAt: now,
    failedTries: 0,
    throttledTries: 0,
    forgottenAt: new Date(now.getTime() + graphKeepsMs),
    baseDelayMs: minuteMs,
    random: 0.5,
    ...changes,
  };
}

describe.each(['not-found', 'unavailable'] as const)('after "%s"', (meaning) => {
  test('the record is not requested before Graph allows it', () => {
    const waitMs = 7 * minuteMs;
    const tries = [0, 3].map((failedTries) =>
      decideAfterRefusal(refusal(meaning, waitMs), asking({ failedTries })),
    );
    expect(tries).toMatchObject([{ afterMs: waitMs }, { afterMs: 8 * minuteMs }]);
  });

  test.each([
    [0, 1],
    [1, 2],
    [2, 4],
    [3, 8],
    [4, 16],
    [5, 30],
    [6, 30],
    [2000, 30],
  ])(
    'with %i failed tries before, the record is asked for again after %i minutes',
    (failedTries, minutes) => {
      expect(decideAfterRefusal(refusal(meaning), asking({ failedTries }))).toEqual({
        next: 'ask-again',
        afterMs: minutes * minuteMs,
        counts: true,
      });
    },
  );

  test.each([
    [4 * hourMs - 1, 'ask-again'],
    [4 * hourMs, 'leave-to-reconcile'],
    [5 * hourMs, 'leave-to-reconcile'],
  ])('%i ms after the first try, the next step is %s', (sinceFirstMs, next) => {
    const decision = decideAfterRefusal(refusal(meaning), asking({ firstTryAt: ago(sinceFirstMs) }));
    expect(decision.next).toBe(next);
  });

  test('reconcile asks a day later', () => {
    expect(decideAfterRefusal(refusal(meaning), asking({ firstTryAt: ago(4 * hourMs) }))).toEqual({
      next: 'leave-to-reconcile',
      afterMs: 24 * hourMs,
    });
  });
});

test('the delay before another try is spread by 20 % at most around the growing delay', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('not-found' as const, 'unavailable' as const),
      fc.nat(60),
      fc.integer({ min: 1000, max: 3_600_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (meaning, failedTries, baseDelayMs, random) => {
        const decision = decideAfterRefusal(refusal(meaning), asking({ failedTries, baseDelayMs, random }));
        if (decision.next !== 'ask-again') throw new Error(decision.next);
        const plainMs = Math.min(baseDelayMs * 2 ** failedTries, 30 * minuteMs);
        expect(Math.abs(decision.afterMs - plainMs)).toBeLessThanOrEqual(0.2 * plainMs + 1);
        expect(Number.isInteger(decision.afterMs)).toBe(true);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('the spread reaches from 20 % less to 20 % more', () => {
  expect(decideAfterRefusal(refusal('not-found'), asking({ random: 0 }))).toMatchObject({ afterMs: 48_000 });
  expect(decideAfterRefusal(refusal('not-found'), asking({ random: 1 }))).toMatchObject({ afterMs: 72_000 });
});

describe('lost', () => {
  test('is a record that Graph does not find once it has forgotten it, also on the first try', () => {
    expect(decideAfterRefusal(refusal('not-found'), asking({ forgottenAt: now }))).toEqual({ next: 'lost' });
    const soon = new Date(now.getTime() + 1);
    expect(decideAfterRefusal(refusal('not-found'), asking({ forgottenAt: soon })).next).toBe('ask-again');
  });

  test('is never said unless Graph answers that there is no such record', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<GraphMeaning>('throttled', 'unavailable', 'denied', 'refused'),
        fc.option(fc.nat(86_400_000), { nil: undefined }),
        fc.integer({ min: -40, max: 40 }),
        fc.nat(40 * 24),
        (meaning, retryAfterMs, daysToForget, hoursSinceFirst) => {
          const forgottenAt = new Date(now.getTime() + daysToForget * 24 * hourMs);
          const firstTryAt = ago(hoursSinceFirst * hourMs);
          const decision = decideAfterRefusal(
            refusal(meaning, retryAfterMs),
            asking({ forgottenAt, firstTryAt }),
          );
          expect(decision.next).not.toBe('lost');
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('after "throttled"', () => {
  test.each([1000, 120_000, 7 * 24 * hourMs])(
    'Retry-After of %i ms is kept exactly, and no try is counted',
    (ms) => {
      expect(decideAfterRefusal(refusal('throttled', ms), asking({ failedTries: 9, random: 0 }))).toEqual({
        next: 'ask-again',
        afterMs: ms,
        counts: false,
      });
    },
  );

  test.each([0, 1, 999])('Retry-After of %i ms waits a second all the same', (ms) => {
    expect(decideAfterRefusal(refusal('throttled', ms), asking())).toEqual({
      next: 'ask-again',
      afterMs: 1000,
      counts: false,
    });
  });

  test('Retry-After is kept also when the tries have lasted for more than four hours', () => {
    const decision = decideAfterRefusal(refusal('throttled', 5000), asking({ firstTryAt: ago(9 * hourMs) }));
    expect(decision).toEqual({ next: 'ask-again', afterMs: 5000, counts: false });
  });

  test.each([
    [1, [1, 2, 4, 8, 16]],
    [20, [20, 40, 80, 160, 320]],
    [3600, [3600, 3600, 3600, 3600, 3600]],
  ])('a record behind Retry-After: %i waits %j seconds, time after time', (seconds, waits) => {
    const decisions = waits.map((_, throttledTries) =>
      decideAfterRefusal(refusal('throttled', seconds * 1000), asking({ throttledTries })),
    );
    expect(decisions).toEqual(
      waits.map((wait) => ({ next: 'ask-again', afterMs: wait * 1000, counts: false })),
    );
  });

  test('a record with Retry-After: 1 is requested at most 60 times a day in the end', () => {
    const decision = decideAfterRefusal(refusal('throttled', 1000), asking({ throttledTries: 2000 }));
    expect(decision).toMatchObject({ afterMs: 30 * minuteMs });
  });

  test('without Retry-After, the delay grows like that of any failed try', () => {
    expect(decideAfterRefusal(refusal('throttled'), asking({ failedTries: 2 }))).toEqual({
      next: 'ask-again',
      afterMs: 4 * minuteMs,
      counts: true,
    });
  });
});

describe('a wait has an end:', () => {
  const waits = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => hours * hourMs);

  test.each(['throttled', 'unavailable', 'not-found'] as const)(
    'after "%s", the record is asked for again before Graph forgets it',
    (meaning) => {
      fc.assert(
        fc.property(waits, fc.integer({ min: 2000, max: 30 * 24 * hourMs }), (waitMs, leftMs) => {
          const forgottenAt = new Date(now.getTime() + leftMs);
          const decision = decideAfterRefusal(
            refusal(meaning, waitMs),
            asking({ forgottenAt, baseDelayMs: 1000 }),
          );
          if (decision.next !== 'ask-again') throw new Error(decision.next);
          expect(decision.afterMs).toBeLessThan(leftMs);
        }),
        { seed: 1, numRuns: 300 },
      );
    },
  );

  test.each([
    ['45 days', 45, 30, 27],
    ['20 days', 20, 30, 20],
    ['45 days, four days before Graph forgets the record', 45, 4, 2],
    ['45 days, two days before', 45, 2, 1],
    ['an hour, two days before', 1 / 24, 2, 1 / 24],
    ['45 days, after Graph has forgotten the record', 45, 0, 1],
  ])('of %s', (_, askedDays, leftDays, days) => {
    const forgottenAt = new Date(now.getTime() + leftDays * dayMs);
    expect(decideAfterRefusal(refusal('throttled', askedDays * dayMs), asking({ forgottenAt }))).toEqual({
      next: 'ask-again',
      afterMs: days * dayMs,
      counts: false,
    });
  });
});

test('after "denied", the record is requested every 30 minutes, however long it takes', () => {
  for (const changes of [{}, { failedTries: 20 }, { firstTryAt: ago(20 * 24 * hourMs) }]) {
    expect(decideAfterRefusal(refusal('denied'), asking(changes))).toMatchObject({
      next: 'ask-again',
      afterMs: 30 * minuteMs,
    });
  }
});

test('after "denied", a record that Graph has forgotten meanwhile is left to reconcile, which calls it lost', () => {
  for (const changes of [{ forgottenAt: now }, { forgottenAt: ago(dayMs), failedTries: 1500 }]) {
    expect(decideAfterRefusal(refusal('denied'), asking(changes))).toEqual({
      next: 'leave-to-reconcile',
      afterMs: dayMs,
    });
  }
});

test('after "refused", the record is set aside at once and requested a day later', () => {
  for (const failedTries of [0, 7]) {
    expect(decideAfterRefusal(refusal('refused'), asking({ failedTries }))).toEqual({
      next: 'set-aside',
      afterMs: 24 * hourMs,
    });
  }
});
