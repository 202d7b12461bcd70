/** The arguments of `npm start`. */
import { parseArgs } from 'node:util';

export interface StartOptions {
  /** How many calls end, one after the other; without a number they go on until Ctrl-C. */
  calls: number | undefined;
  everyMs: number;
  /** Whether the address of each blob is shown. */
  blobs: boolean;
  /** Microsoft's examples and hostile records instead of the company. */
  mixed: boolean;
}

export const startUsage = `Usage: npm start -- [--calls N] [--every SECONDS] [--blobs] [--mixed]
  --calls N        ends by itself when N calls are archived, sealed and verified (default: at Ctrl-C)
  --every SECONDS  between two calls (default 2)
  --blobs          shows the address of each record in storage
  --mixed          Microsoft's examples, then records of every shape, instead of the company
PORT and READER_PORT are the ports of the apps (default 7071 and 7072): READER_PORT=7073 npm start
`;

/** `undefined` when they cannot be understood. */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        calls: { type: 'string' },
        every: { type: 'string', default: '2' },
        blobs: { type: 'boolean', default: false },
        mixed: { type: 'boolean', default: false },
      },
    });
    const calls = values.calls === undefined ? undefined : Number(values.calls);
    const everyMs = Number(values.every) * 1000;
    const isRight = (calls === undefined || (Number.isSafeInteger(calls) && calls >= 1)) && everyMs >= 0;
    return isRight ? { calls, everyMs, blobs: values.blobs, mixed: values.mixed } : undefined;
  } catch {
    return undefined;
  }
}
