/**
 * Tells the subscribers what happened: collects notifications, batches them as the settings say, and can
 * hold, lose, double and shuffle them.
 */
import { Agent, type Dispatcher } from 'undici';
import type { Activity } from '../activity.ts';
import { makeRandom } from '../generator/random.ts';
import { hasParticipant } from '../records/list-filter.ts';
import type { SimulatedRecord } from '../records/simulated-record.ts';
import type { Settings } from '../settings.ts';
import { type Delivery, type DeliveryOutcome, deliver, type Envelope } from './deliver.ts';
import {
  type LifecycleEvent,
  makeChangeNotification,
  makeLifecycleNotification,
  type Notification,
} from './notification.ts';
import type { Subscription, SubscriptionStore } from './subscription-store.ts';

export interface Notifier {
  readonly dispatcher: Dispatcher;
  /** Every try so far. */
  readonly deliveries: readonly Delivery[];
  /** Notifications that were given up, or lost on purpose. */
  lost(): number;
  announce(record: SimulatedRecord): void;
  sendLifecycle(subscription: Subscription, event: LifecycleEvent): Promise<DeliveryOutcome>;
  /** Any body to any URL, with the usual retries. */
  sendRaw(url: string, body: string, contentType?: string): Promise<DeliveryOutcome>;
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

interface Pending {
  readonly url: string;
  readonly callId: string;
  readonly notification: Notification;
}

const json = 'application/json; charset=utf-8';
const keptDeliveries = 20_000;

export function makeNotifier(
  settings: Settings,
  subscriptions: SubscriptionStore,
  activity: Activity,
): Notifier {
  const dispatcher = new Agent();
  const stopper = new AbortController();
  const random = makeRandom(settings.seed, 'notifications');
  const deliveries: Delivery[] = [];
  let pending: Pending[] = [];
  let held = false;
  let scheduled = false;
  let lostCount = 0;

  function note(delivery: Delivery): void {
    deliveries.push(delivery);
    if (deliveries.length > keptDeliveries) deliveries.shift();
    activity.changed();
  }

  async function send(envelope: Envelope): Promise<DeliveryOutcome> {
    const end = activity.begin();
    try {
      const outcome = await deliver(envelope, settings.notifications, dispatcher, stopper.signal, note);
      if (!outcome.delivered) lostCount += envelope.callIds.length;
      return outcome;
    } finally {
      end();
    }
  }

  function flushSoon(): void {
    if (held || scheduled || pending.length === 0) return;
    scheduled = true;
    const end = activity.begin();
    setImmediate(() => {
      scheduled = false;
      if (!held) flush();
      end();
    });
  }

  function flush(): void {
    const { batchSize, duplicates, lose, shuffle } = settings.notifications;
    const kept = pending.filter(() => !random.chance(lose));
    lostCount += pending.length - kept.length;
    pending = [];
    const copies = kept.flatMap((one) => new Array<Pending>(1 + duplicates).fill(one));
    if (shuffle) random.shuffle(copies);
    for (const [url, group] of Map.groupBy(copies, (one) => one.url)) {
      for (let from = 0; from < group.length; from += batchSize) {
        void send(changeEnvelope(url, group.slice(from, from + batchSize)));
      }
    }
  }

  return {
    dispatcher,
    deliveries,
    lost: () => lostCount,
    announce(record) {
      for (const subscription of subscriptions.live()) {
        for (const changeType of changeTypesFor(subscription, record)) {
          pending.push({
            url: subscription.notificationUrl,
            callId: record.id,
            notification: makeChangeNotification(subscription, changeType, record.id, settings.tenantId),
          });
        }
        subscription.seenCalls.add(record.id);
      }
      flushSoon();
    },
    sendLifecycle(subscription, event) {
      const url = subscription.lifecycleNotificationUrl ?? subscription.notificationUrl;
      const value = [makeLifecycleNotification(subscription, event, settings.tenantId)];
      return send({
        kind: 'lifecycle',
        url,
        body: JSON.stringify({ value }),
        contentType: json,
        callIds: [],
      });
    },
    sendRaw: (url, body, contentType = json) => send({ kind: 'raw', url, body, contentType, callIds: [] }),
    hold() {
      held = true;
    },
    release() {
      held = false;
      flushSoon();
    },
    async close() {
      stopper.abort();
      await dispatcher.destroy();
    },
  };
}

function changeEnvelope(url: string, batch: readonly Pending[]): Envelope {
  return {
    kind: 'change',
    url,
    body: JSON.stringify({ value: batch.map((one) => one.notification) }),
    contentType: json,
    callIds: batch.map((one) => one.callId),
  };
}

/**
 * `updated` tells of a call's first version too, `created` of nothing else.
 * https://learn.microsoft.com/graph/changenotifications-for-callrecords
 */
function changeTypesFor(subscription: Subscription, record: SimulatedRecord): string[] {
  const [, participant] = /p\/id\s+eq\s+'([^']+)'/i.exec(subscription.resource) ?? [];
  if (participant !== undefined && !hasParticipant(record, participant)) return [];
  const isNew = !subscription.seenCalls.has(record.id);
  return subscription.changeType
    .toLowerCase()
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type === 'updated' || (type === 'created' && isNew));
}
