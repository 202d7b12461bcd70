/** What the archive relies on where work is to run once at a time; held by the twin and by leases on blobs alike. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { makeBlobRunAlone } from '../../src/adapters/storage/blob-run-alone.ts';
import { names } from '../../src/config/names.ts';
import type { RunAlone } from '../../src/ports/run-alone.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryRunAlone } from '../support/memory-run-alone.ts';

const storage = useStorage();
const memory = makeMemoryRunAlone();

const container = () => storage().container(names.containers.evidence);

/** `instance` gives what another instance has: in memory there is only one. `takeAway`: the one who runs has it no longer. */
const subjects: [string, () => RunAlone, takeAway: (name: string) => Promise<unknown>][] = [
  ['in memory', () => memory, async (name) => memory.lose(name)],
  [
    'by leases on blobs',
    () => makeBlobRunAlone(container(), { renewEveryMs: 50 }),
    (name) => container().getBlobClient(`leases/v1/${name}`).getBlobLeaseClient().breakLease(0),
  ],
];

/** Work that runs until it is told to end. */
function startWork(runAlone: RunAlone, name: string) {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const outcome = runAlone(name, () => {
    begun.resolve();
    return end.promise;
  });
  return { begun: begun.promise, end, outcome };
}

function uniqueName(): string {
  return `work-${crypto.randomUUID()}`;
}

describe.each(subjects)('running alone %s', (_, instance, takeAway) => {
  test('runs the work and says so', async () => {
    let runs = 0;
    const ran = await instance()(uniqueName(), async () => {
      runs += 1;
    });
    expect([ran, runs]).toEqual([true, 1]);
  });

  test('tells a second one no while the first runs, and does nothing for it', async () => {
    const name = uniqueName();
    const first = startWork(instance(), name);
    await first.begun;
    let runs = 0;
    const second = await instance()(name, async () => {
      runs += 1;
    });
    expect([second, runs]).toEqual([false, 0]);
    first.end.resolve();
    expect(await first.outcome).toBe(true);
  });

  test('is free again when the work has ended, time after time', async () => {
    const name = uniqueName();
    const outcomes = [];
    for (let round = 0; round < 3; round += 1) outcomes.push(await instance()(name, async () => undefined));
    expect(outcomes).toEqual([true, true, true]);
  });

  test('throws what the work throws, and is free again', async () => {
    const name = uniqueName();
    const failing = instance()(name, async () => {
      throw new TypeError('a bug');
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(await instance()(name, async () => undefined)).toBe(true);
  });

  test('lets work of another name run at the same time', async () => {
    const first = startWork(instance(), uniqueName());
    await first.begun;
    expect(await instance()(uniqueName(), async () => undefined)).toBe(true);
    first.end.resolve();
    expect(await first.outcome).toBe(true);
  });

  test('tells the work when its name was taken away, and throws what the work then throws', async () => {
    const name = uniqueName();
    const begun = Promise.withResolvers<void>();
    const outcome = instance()(name, async (held) => {
      begun.resolve();
      expect(held.aborted).toBe(false);
      await new Promise((resolve) => held.addEventListener('abort', resolve));
      held.throwIfAborted();
    });
    await begun.promise;
    await takeAway(name);
    await expect(outcome).rejects.toThrow(name);
    expect(await instance()(name, async () => undefined)).toBe(true);
  });

  test('keeps the name while the work continues, however often it is renewed', async () => {
    const name = uniqueName();
    const end = Promise.withResolvers<void>();
    const outcome = instance()(name, async (held) => {
      await end.promise;
      held.throwIfAborted();
    });
    await delay(300);
    expect(await instance()(name, async () => undefined)).toBe(false);
    end.resolve();
    expect(await outcome).toBe(true);
  });

  test('lets exactly one of several run that begin at once under a new name', async () => {
    const name = uniqueName();
    const end = Promise.withResolvers<void>();
    let running = 0;
    const asked = Array.from({ length: 5 }, () =>
      instance()(name, () => {
        running += 1;
        return end.promise;
      }),
    );
    // The four that may not run are done first: the fifth waits for the end.
    let refused = 0;
    const allRefused = Promise.withResolvers<void>();
    for (const one of asked)
      void one.then((ran) => {
        if (!ran) refused += 1;
        if (refused === 4) allRefused.resolve();
      });
    await allRefused.promise;
    end.resolve();
    expect((await Promise.all(asked)).filter(Boolean).length).toBe(1);
    expect(running).toBe(1);
  });
});

test('acquiring or releasing a lease ends in time though storage never answers', async () => {
  const limits: (AbortSignal | undefined)[] = [];
  const limit = async (options?: { abortSignal?: AbortSignal }) => void limits.push(options?.abortSignal);
  const lease = {
    acquireLease: (_seconds: number, options?: { abortSignal?: AbortSignal }) => limit(options),
    releaseLease: limit,
  };
  const recording = Object.create(container(), {
    getBlockBlobClient: { value: () => ({ getBlobLeaseClient: () => lease }) },
  });
  expect(await makeBlobRunAlone(recording)('any', async () => undefined)).toBe(true);
  expect(limits).toEqual([expect.any(AbortSignal), expect.any(AbortSignal)]);
});
