/** For tests of an app that lives by the real date: they are to end on the UTC day on which they began. */
import { setTimeout as delay } from 'node:timers/promises';
import { dayMs } from '../../src/model/durations.ts';

/** Longer than any such file takes. */
const marginMs = 3 * 60_000;

/** Waits for midnight where it is near. */
export async function passMidnight(): Promise<void> {
  const untilMidnightMs = dayMs - (Date.now() % dayMs);
  if (untilMidnightMs < marginMs) await delay(untilMidnightMs + 1000);
}
