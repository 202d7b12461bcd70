/** The endpoint that subscriptions of a contract suite point to: it answers Graph's validation, where it is told to. */
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { NewSubscription } from '../../src/ports/subscription-api.ts';
import { answerValidation, type Listener, startListener } from './listener.ts';

export interface Endpoint extends Omit<Listener, 'close'> {
  /** Paths that do not answer, until the test ends. */
  unreachable: Set<string>;
  /** A subscription that points here, for the next fifty hours. */
  wanted(changes?: Partial<NewSubscription>): NewSubscription;
}

/** Gives the endpoint, once the tests run. */
export function useEndpoint(): () => Endpoint {
  const unreachable = new Set<string>();
  /** One moment for the whole file, so that what was wanted can be compared with what is there. */
  const expiresAt = new Date(Date.now() + 50 * 60 * 60_000);
  let listener: Listener | undefined;

  beforeAll(async () => {
    listener = await startListener((request, response) => {
      if (unreachable.has(request.url.pathname)) response.writeHead(404).end();
      else answerValidation(request, response);
    });
  });
  afterEach(() => {
    unreachable.clear();
    if (listener) listener.heard.length = 0;
  });
  afterAll(() => listener?.close());

  return () => {
    if (!listener) throw new Error('The endpoint is there from beforeAll on');
    const { origin, heard } = listener;
    const wanted = (changes = {}): NewSubscription => ({
      resource: 'communications/callRecords',
      changeType: 'updated',
      notificationUrl: `${origin}/api/notifications`,
      lifecycleNotificationUrl: `${origin}/api/lifecycle`,
      clientState: 'a secret of the contract suite',
      expiresAt,
      ...changes,
    });
    return { origin, heard, unreachable, wanted };
  };
}
