/** What a process really holds: asks its inspector to collect garbage, then to count. */
import { z } from 'zod';

/** Node writes this when it is started with --inspect. */
const listening = /^Debugger listening on (ws:\/\/127\.0\.0\.1:\d+\/\S+)$/;

const reply = z.object({ id: z.int(), result: z.record(z.string(), z.unknown()) });

/** Switches the inspector on, on a free port of the loopback. */
export const inspected = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** The inspector's address, where the line tells it. */
export function parseInspectorLine(line: string): string | undefined {
  return listening.exec(line)?.[1];
}

/** MiB of heap and of buffers beside it, after a collection of garbage. */
export async function readHeapMiB(inspectorUrl: string): Promise<number> {
  const socket = new WebSocket(inspectorUrl);
  const opened = Promise.withResolvers<void>();
  const answers = new Map<number, (result: Record<string, unknown>) => void>();
  socket.onopen = () => opened.resolve();
  socket.onerror = () => opened.reject(new Error('The inspector of the app does not answer'));
  socket.onmessage = ({ data }) => {
    const { data: answer } = reply.safeParse(JSON.parse(String(data)));
    if (answer) answers.get(answer.id)?.(answer.result);
  };
  await opened.promise;
  const ask = (method: string) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const id = answers.size + 1;
      answers.set(id, resolve);
      socket.send(JSON.stringify({ id, method }));
    });
  // Twice: what the first one finalizes, such as buffers, the second one frees.
  await ask('HeapProfiler.collectGarbage');
  await ask('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await ask('Runtime.getHeapUsage');
  socket.close();
  return (Number(usedSize) + Number(backingStorageSize ?? 0)) / 2 ** 20;
}
