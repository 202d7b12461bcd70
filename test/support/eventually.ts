/** Waits for what is true soon: asks again until the assertion holds, and fails with its last error. */
import { setTimeout as delay } from 'node:timers/promises';

export async function eventually(assertion: () => Promise<void>, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
