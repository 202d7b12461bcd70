/** Lifecycle notifications on demand, to one subscription or to all of them. */
import type { SimulatorCore } from '../core.ts';
import type { DeliveryOutcome } from './deliver.ts';
import type { LifecycleEvent } from './notification.ts';

/** `subscriptionRemoved` removes the subscription before it is announced. */
export async function sendLifecycle(
  core: SimulatorCore,
  event: LifecycleEvent,
  subscriptionId?: string,
): Promise<DeliveryOutcome[]> {
  const targets = core.subscriptions
    .live()
    .filter((one) => subscriptionId === undefined || one.id === subscriptionId.toLowerCase());
  if (subscriptionId !== undefined && targets.length === 0) {
    throw new Error(`No live subscription ${subscriptionId}`);
  }
  if (event === 'subscriptionRemoved') for (const { id } of targets) core.subscriptions.remove(id);
  core.activity.changed();
  return Promise.all(targets.map((target) => core.notifier.sendLifecycle(target, event)));
}
