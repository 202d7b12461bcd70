/** A process that is killed at its n-th write: that write is lost or done, and nothing more is written after it. */
import type { SealedDays } from '../../src/ports/sealed-days.ts';
import type { SealingTools } from '../../src/sealing/seal-days.ts';

export interface Killing {
  /** The number of the write, from 0 on. */
  at: number;
  /** Whether the write itself still came through. */
  isDone: boolean;
}

export class KilledError extends Error {}

/** The tools of that process, and whether it was killed: it may have had fewer writes. */
export function killAtWrite(tools: SealingTools, { at, isDone }: Killing) {
  let writes = 0;

  async function write<Value>(work: () => Promise<Value>): Promise<Value> {
    const number = writes;
    writes += 1;
    if (number === at && isDone) await work();
    if (number >= at) throw new KilledError(`Killed at write ${number}`);
    return work();
  }

  const { proof, sealedDays, state, workQueue } = tools;
  const killed: SealingTools = {
    ...tools,
    proof: {
      create: (path, body) => write(() => proof.create(path, body)),
    },
    sealedDays: {
      read: sealedDays.read,
      find: sealedDays.find,
      async put(rows, head) {
        // Rows first, then the head: a process may be killed in between.
        const known = (await sealedDays.read()).head;
        if (known) await write(() => sealedDays.put(rows, known));
        await write(() => sealedDays.put(rows, head));
      },
    } satisfies SealedDays,
    state: { ...state, write: (name, row) => write(() => state.write(name, row)) },
    workQueue: { send: (request, options) => write(() => workQueue.send(request, options)) },
  };
  return { tools: killed, wasKilled: () => writes > at };
}
