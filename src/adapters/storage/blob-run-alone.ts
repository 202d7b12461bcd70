/** One at a time across instances, by a lease on an empty blob in `call-evidence`. */
import { type BlobLeaseClient, type ContainerClient, RestError } from '@azure/storage-blob';
import { minuteMs } from '../../model/durations.ts';
import type { RunAlone } from '../../ports/run-alone.ts';
import { limitTime } from './time-limit.ts';

/** Azure's longest lease that ends by itself; renewed while the work runs. */
const leaseMs = minuteMs;
/** How long work may take to end when it is told to. */
const marginMs = 10_000;

export interface LeaseTiming {
  renewEveryMs: number;
}

export function makeBlobRunAlone(
  container: ContainerClient,
  { renewEveryMs }: LeaseTiming = { renewEveryMs: 15_000 },
): RunAlone {
  return async (name, work) => {
    const acquiringAt = performance.now();
    const lease = await acquire(container, `leases/v1/${name}`);
    if (!lease) return false;
    const holding = keepRenewing(lease, name, acquiringAt, renewEveryMs);
    try {
      await work(holding.signal);
      return true;
    } finally {
      holding.end();
      // One that cannot be released ends by itself.
      await lease.releaseLease(limitTime()).catch(() => undefined);
    }
  };
}

/** The signal is aborted when another run has the lease, or may soon have it. */
function keepRenewing(lease: BlobLeaseClient, name: string, acquiredAt: number, renewEveryMs: number) {
  const lost = new AbortController();
  let heldSince = acquiredAt;
  const abort = (why: string) => lost.abort(new Error(`Running "${name}" alone: ${why}; the work was ended`));

  async function renew(): Promise<void> {
    const askedAt = performance.now();
    try {
      await lease.renewLease({ abortSignal: AbortSignal.timeout(renewEveryMs) });
      heldSince = askedAt;
    } catch (error) {
      const isGone = error instanceof RestError && (error.statusCode === 409 || error.statusCode === 404);
      if (isGone) abort('the lease is another’s');
      else if (performance.now() - heldSince > leaseMs - marginMs - renewEveryMs)
        abort('the lease could not be renewed in time');
    }
  }

  const renewal = setInterval(() => void renew(), renewEveryMs);
  return { signal: lost.signal, end: () => clearInterval(renewal) };
}

async function acquire(container: ContainerClient, path: string): Promise<BlobLeaseClient | undefined> {
  const blob = container.getBlockBlobClient(path);
  const lease = blob.getBlobLeaseClient();
  try {
    await lease.acquireLease(leaseMs / 1000, limitTime());
    return lease;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    if (error.statusCode === 409) return undefined;
    if (error.statusCode !== 404) throw error;
  }
  await createEmpty(blob);
  return acquire(container, path);
}

/** Another instance may create it at the same time. */
async function createEmpty(blob: ReturnType<ContainerClient['getBlockBlobClient']>): Promise<void> {
  try {
    await blob.upload('', 0, { ...limitTime(), conditions: { ifNoneMatch: '*' } });
  } catch (error) {
    const taken = error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412);
    if (!taken) throw error;
  }
}
