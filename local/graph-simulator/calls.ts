/** A call ends: its record is stored, becomes readable at its time, is announced, and later versions follow. */
import type { Activity } from './activity.ts';
import type { Calls } from './core.ts';
import type { RecordStore } from './records/record-store.ts';
import type { Settings } from './settings.ts';
import type { Notifier } from './subscriptions/notifier.ts';

export function makeCalls(
  settings: Settings,
  records: RecordStore,
  notifier: Notifier,
  activity: Activity,
): Calls {
  const timers = new Map<NodeJS.Timeout, () => void>();

  const calls: Calls = {
    end(record, { announce = true, readableAfterMs = 0, versions = [] } = {}) {
      records.put(record, settings.now().getTime() + readableAfterMs);
      if (announce) notifier.announce(record);
      for (const later of versions) {
        const end = activity.begin();
        const timer = setTimeout(() => {
          timers.delete(timer);
          calls.end(later.record, { announce });
          end();
        }, later.afterMs);
        timers.set(timer, end);
      }
      activity.changed();
    },
    stop() {
      for (const [timer, end] of timers) {
        clearTimeout(timer);
        end();
      }
      timers.clear();
    },
  };
  return calls;
}
