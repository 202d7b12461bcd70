/** Waits for a condition: asks again until the assertion holds, and fails with its last error. */
import { setTimeout as delay } from 'node:timers/promises';

/** How long anything may take on a machine that is busy with other work. Only a test that fails waits that long. */
export const ceilingMs = 240_000;

export async function eventually<Value>(assertion: () => Promise<Value>): Promise<Value> {
  const deadline = Date.now() + ceilingMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
