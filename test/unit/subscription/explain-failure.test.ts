/** Why the subscription could not be kept, told apart by what Graph answered. */
import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import { explainSubscriptionFailure } from '../../../src/subscription/explain-failure.ts';
import { commands, makeGraphError, urls } from './subscription-world.ts';

const explain = (error: unknown) => explainSubscriptionFailure(error, urls.notificationUrl, commands);

describe('explainSubscriptionFailure', () => {
  test.each([
    [
      'callback',
      400,
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
    ],
    ['callback', 400, 'Subscription validation request timed out.'],
    ['graph', 400, 'Subscription expiration can only be 4230 minutes in the future.'],
    [
      'graph',
      400,
      'lifecycleNotificationUrl is a required property for subscription creation on this resource when the ' +
        'expirationDateTime value is set to greater than 1 hour',
    ],
    ['graph', 400, 'Validation of the property changeType failed'],
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

  test('names "callback" after the validation error that says "OK"', () => {
    const details = { meaning: 'refused', status: 400, graphCode: 'ValidationError' } as const;
    const explainWords = (graphMessage: string) =>
      explain(new GraphError('Asking Graph: it answered 400', { ...details, graphMessage })).cause;
    expect(explainWords('OK')).toBe('callback');
    expect(explainWords('The expiration is too late')).toBe('graph');
  });

  test('names "tenant" where the token is of another one, with both', () => {
    const message = 'Asking Graph: the token is of tenant a, and GRAPH_TENANT_ID is b; nothing was asked';
    const error = new GraphError(message, { meaning: 'denied', graphCode: 'WrongTenant' });
    expect(explain(error)).toEqual({
      cause: 'tenant',
      advice: expect.stringContaining('correct GRAPH_TENANT_ID'),
    });
    expect(explain(error).advice).toContain('tenant a');
  });

  test('gives for every cause another advice, in which what to do is named', () => {
    const [callback = '', permission = '', quota = '', taken = '', refused = '', unavailable = ''] = [
      makeGraphError(400, 'validation request'),
      makeGraphError(403),
      makeGraphError(403, 'quota'),
      makeGraphError(409),
      makeGraphError(400),
      makeGraphError(500),
    ].map((error) => explain(error).advice);
    expect(new Set([callback, permission, quota, taken, refused, unavailable]).size).toBe(6);
    expect(callback).toContain(urls.notificationUrl);
    expect(callback).toContain('PUBLIC_BASE_URL');
    expect(permission).toContain('CallRecords.Read.All');
    expect(quota).toContain('100');
    expect(taken).toContain('remove ID');
    expect(refused).toContain('Graph refused');
    expect(unavailable).toContain('no action is needed');
  });

  test('says how the permission is granted, by a command', () => {
    const { advice } = explain(makeGraphError(403));
    expect(advice).toContain(commands.grantRole());
  });

  test('names the subscription that holds the place, where Graph names it', () => {
    const id = '5AB5C41B-0000-4000-8000-000000000001';
    const words = `Subscription Id <${id}> already exists for the requested combination`;
    const { advice } = explain(makeGraphError(409, words));
    expect(advice).toContain(`Subscription ${id.toLowerCase()} of this identity`);
    expect(advice).toContain(commands.removeSubscription(id.toLowerCase()));
  });

  test('does not repeat the words of Graph, which may hold personal data', () => {
    for (const status of [400, 403, 409, 500]) {
      expect(
        explain(makeGraphError(status, 'validation request, quota of anna@example.org')).advice,
      ).not.toContain('anna');
    }
  });

  test('throws on what is not an answer of Graph', () => {
    const fault = new TypeError('x is not a function');
    expect(() => explain(fault)).toThrow(fault);
  });
});
