// Why the subscription could not be kept, told apart by what Graph answered.
import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import { explainFailure } from '../../../src/subscription/explain-failure.ts';
import { makeGraphError, urls } from './subscription-world.ts';

const explain = (error: unknown) => explainFailure(error, urls.notificationUrl);

describe('explainFailure', () => {
  test.each([
    [
      'callback',
      400,
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
    ],
    ['callback', 400, 'Validation of the endpoint timed out'],
    ['graph', 400, 'Subscription expiration can only be 4230 minutes in the future.'],
    ['graph', 400, ''],
    ['permission', 401, 'InvalidAuthenticationToken'],
    ['permission', 403, 'The application must have one of the roles CallRecords.Read.All'],
    ['permission', 403, ''],
    ['quota', 403, 'Subscription quota is exhausted'],
    ['quota', 403, 'The number of subscriptions has exceeded the maximum'],
    ['taken', 409, 'Subscription Id already exists for the requested combination'],
    ['graph', 429, 'Too many requests, limit reached'],
    ['graph', 500, 'Validation'],
    ['graph', 503, ''],
  ])('names "%s" after %i %s', (cause, status, message) => {
    expect(explain(makeGraphError(status, message)).cause).toBe(cause);
  });

  test('names "graph" where no answer came', () => {
    expect(explain(new GraphError('No answer', { meaning: 'unavailable' })).cause).toBe('graph');
  });

  test('gives for every cause another advice, in which what to do is named', () => {
    const advice = [
      explain(makeGraphError(400, 'validation')),
      explain(makeGraphError(403)),
      explain(makeGraphError(403, 'quota')),
      explain(makeGraphError(409)),
      explain(makeGraphError(500)),
    ].map((failure) => failure.advice);
    expect(new Set(advice).size).toBe(5);
    expect(advice[0]).toContain(urls.notificationUrl);
    expect(advice[0]).toContain('PUBLIC_BASE_URL');
    expect(advice[1]).toContain('CallRecords.Read.All');
    expect(advice[2]).toContain('100');
  });

  test('does not repeat the words of Graph, which may hold personal data', () => {
    for (const status of [400, 403, 409, 500]) {
      expect(explain(makeGraphError(status, 'validation quota of anna@example.org')).advice).not.toContain(
        'anna',
      );
    }
  });

  test('throws on what is no answer of Graph', () => {
    const fault = new TypeError('x is not a function');
    expect(() => explain(fault)).toThrow(fault);
  });
});
