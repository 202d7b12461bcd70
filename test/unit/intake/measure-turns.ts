/** How long a body holds the event loop at one go. Counts the work of this thread: a busy machine does not lengthen it. */
import { makeParseChangeNotifications } from '../../../src/intake/change-notifications.ts';
import { makeParseLifecycleNotifications } from '../../../src/intake/lifecycle-notifications.ts';
import { makeWebhook } from '../../../src/intake/webhook.ts';
import { sender } from './notifications.ts';

const now = () => new Date(0);
const tools = {
  queue: { send: async (request: unknown) => void JSON.stringify(request) },
  note: () => undefined,
};
const webhooks = {
  notifications: makeWebhook({ ...tools, parseItems: makeParseChangeNotifications(sender, tools.note, now) }),
  lifecycle: makeWebhook({ ...tools, parseItems: makeParseLifecycleNotifications(sender, tools.note, now) }),
};

export interface MeasuredPost {
  route: string;
  status: number;
  /** Of all turns of the event loop the one with most work. */
  longestMs: number;
}

export async function measureTurns(body: Buffer): Promise<MeasuredPost[]> {
  const measured: MeasuredPost[] = [];
  for (const [route, receive] of Object.entries(webhooks)) {
    const turns = watchTurns();
    const request = { validationToken: undefined, contentLength: body.length, body: chunksOf(body) };
    const { status } = await receive(request);
    measured.push({ route, status, longestMs: await turns.end() });
  }
  return measured;
}

function watchTurns(): { end(): Promise<number> } {
  let longestMs = 0;
  let begun = process.threadCpuUsage();
  let next = setImmediate(look);
  function look(): void {
    const { user, system } = process.threadCpuUsage(begun);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    begun = process.threadCpuUsage();
    next = setImmediate(look);
  }
  return {
    async end() {
      await new Promise((resolve) => setImmediate(resolve));
      clearImmediate(next);
      return longestMs;
    },
  };
}

async function* chunksOf(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}
