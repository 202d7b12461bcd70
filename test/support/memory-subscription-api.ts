/**
 * In-memory twin of Graph's subscriptions, with Graph's rules: one for each resource and change type, a longest and a
 * shortest life, both URLs called back. Put others' subscriptions into `subscriptions` by hand.
 */
import { GraphError } from '../../src/errors.ts';
import { minuteMs } from '../../src/model/durations.ts';
import type {
  GraphSubscription,
  NewSubscription,
  SubscriptionApi,
} from '../../src/ports/subscription-api.ts';

export interface MemorySubscriptionOptions {
  now?: () => Date;
  /** Whether the endpoint answers Graph's validation. All do by default. */
  answersValidation?: (url: string) => boolean | Promise<boolean>;
  /** Takes a second one for the same resource and change type, as Graph was seen to do. */
  allowsDuplicates?: boolean;
  quota?: number;
}

export type MemorySubscriptionApi = SubscriptionApi & {
  /** By id, with the secret. Expired ones are gone for everybody, but stay here. */
  subscriptions: Map<string, GraphSubscription & { clientState?: string }>;
  /** Thrown by the next calls, one each. */
  faults: GraphError[];
};

const maxLifeMs = 4_230 * minuteMs;
const minLifeMs = 45 * minuteMs;

export function makeMemorySubscriptionApi(options: MemorySubscriptionOptions = {}): MemorySubscriptionApi {
  const { now = () => new Date(), answersValidation = () => true, quota = 100 } = options;
  const { allowsDuplicates = false } = options;
  const subscriptions: MemorySubscriptionApi['subscriptions'] = new Map();
  const faults: GraphError[] = [];
  let created = 0;

  const live = () => [...subscriptions.values()].filter(({ expiresAt }) => expiresAt > now());

  function playFault(): void {
    const fault = faults.shift();
    if (fault) throw fault;
  }

  function find(id: string): GraphSubscription {
    const found = live().find((one) => one.id === id);
    if (!found) throw refusal(404, 'ResourceNotFound', 'The object was not found.');
    return found;
  }

  function allowedExpiry(wanted: Date): Date {
    const lifeMs = wanted.getTime() - now().getTime();
    if (lifeMs <= 0) throw refusal(400, 'InvalidRequest', 'Subscription expiration must be in the future.');
    if (lifeMs > maxLifeMs) {
      throw refusal(400, 'ExtensionError', 'Subscription expiration can only be 4230 minutes in the future.');
    }
    return new Date(now().getTime() + Math.max(lifeMs, minLifeMs));
  }

  async function validate(...urls: string[]): Promise<void> {
    for (const url of urls) {
      if (!(await answersValidation(url))) {
        throw refusal(400, 'InvalidRequest', 'Subscription validation request failed. Cannot be reached.');
      }
    }
  }

  function refuseDuplicate(wanted: NewSubscription): void {
    const twin = live().find((one) => nameOf(one) === nameOf(wanted));
    if (!twin || allowsDuplicates) return;
    const words = `Subscription Id <${twin.id}> already exists for the requested combination`;
    throw refusal(409, 'ObjectIdentifierInUse', words);
  }

  return {
    subscriptions,
    faults,
    async *list() {
      playFault();
      for (const one of live()) yield withoutSecret(one);
    },
    async create(wanted) {
      playFault();
      const expiresAt = allowedExpiry(wanted.expiresAt);
      refuseDuplicate(wanted);
      if (live().length >= quota) {
        throw refusal(403, 'Forbidden', `The limit of ${quota} subscriptions has been reached.`);
      }
      await validate(wanted.notificationUrl, wanted.lifecycleNotificationUrl);
      refuseDuplicate(wanted);
      created += 1;
      const id = madeId(created);
      subscriptions.set(id, { ...wanted, id, expiresAt });
      return withoutSecret({ ...wanted, id, expiresAt });
    },
    async renew(id, change) {
      playFault();
      const found = find(id);
      const expiresAt = allowedExpiry(change.expiresAt);
      const { notificationUrl = found.notificationUrl } = change;
      if (notificationUrl !== found.notificationUrl) await validate(notificationUrl);
      Object.assign(found, { expiresAt, notificationUrl });
      return withoutSecret(found);
    },
    async remove(id) {
      playFault();
      subscriptions.delete(id);
    },
  };
}

/** The id of the first, second … that is created. */
export function madeId(number: number): string {
  return `5ab5c41b-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function nameOf({ resource, changeType }: { resource: string; changeType: string }): string {
  const changes = changeType
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  return `${resource.replace(/^\//, '').toLowerCase()} ${changes.sort().join()}`;
}

function withoutSecret(one: GraphSubscription & { clientState?: string }): GraphSubscription {
  const { clientState: _, ...shown } = one;
  return { ...shown };
}

function refusal(status: number, graphCode: string, graphMessage: string): GraphError {
  const meaning = status === 404 ? 'not-found' : status === 403 ? 'denied' : 'refused';
  return new GraphError(`Asking Graph: it answered ${status} ${graphCode}`, {
    meaning,
    status,
    graphCode,
    graphMessage,
  });
}
