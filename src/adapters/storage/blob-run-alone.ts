/** One at a time across instances, by a lease on an empty blob in `call-evidence`. */
import { type BlobLeaseClient, type ContainerClient, RestError } from '@azure/storage-blob';
import type { RunAlone } from '../../ports/run-alone.ts';
import { limitTime } from './time-limit.ts';

/** Azure's longest lease with an end; renewed while the work goes on. */
const leaseSeconds = 60;
const renewEveryMs = 20_000;

export function makeBlobRunAlone(container: ContainerClient): RunAlone {
  return async (name, work) => {
    const lease = await acquire(container, `leases/v1/${name}`);
    if (!lease) return false;
    const renewal = setInterval(
      () => void lease.renewLease(limitTime()).catch(() => undefined),
      renewEveryMs,
    );
    try {
      await work();
      return true;
    } finally {
      clearInterval(renewal);
      // One that cannot be given back ends by itself.
      await lease.releaseLease(limitTime()).catch(() => undefined);
    }
  };
}

async function acquire(container: ContainerClient, path: string): Promise<BlobLeaseClient | undefined> {
  const blob = container.getBlockBlobClient(path);
  const lease = blob.getBlobLeaseClient();
  try {
    await lease.acquireLease(leaseSeconds, limitTime());
    return lease;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    if (error.statusCode === 409) return undefined;
    if (error.statusCode !== 404) throw error;
  }
  await createEmpty(blob);
  return acquire(container, path);
}

/** Somebody else may create it at the same time. */
async function createEmpty(blob: ReturnType<ContainerClient['getBlockBlobClient']>): Promise<void> {
  try {
    await blob.upload('', 0, { ...limitTime(), conditions: { ifNoneMatch: '*' } });
  } catch (error) {
    const taken = error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412);
    if (!taken) throw error;
  }
}
