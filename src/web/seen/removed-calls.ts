/** Calls that the archive had once and has no longer, because somebody said so when the days were sealed (docs/proof.md). */
import { mapInOrder } from '../../concurrency/map-in-order.ts';
import { IntegrityError, ShapeError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import type { RemovalReason } from '../../model/removal-reasons.ts';
import type { HeldFiles } from '../../ports/held-files.ts';
import { parseSealPath, proofContainer, sealPath, sealPrefix } from '../../proof/proof-paths.ts';
import { maxSealBytes, parseSeal, type Seal } from '../../proof/seal.ts';

export interface RemovedCall {
  /** UTC day of the call. */
  day: string;
  because: RemovalReason;
  /** When the seal was made that says so. */
  sealedAt: string;
}

export interface RemovedCalls {
  /**
   * `undefined` where no seal says that the call was removed. The first question reads the newest thousand seals, further
   * ones only what was sealed since. What a seal left to a file of its own (more than 1,000 changes of a day) is not read.
   */
  find(callId: string): Promise<RemovedCall | undefined>;
}

const maxSeals = 1000;
const readAtOnce = 16;
/** Retention may remove any number; the newest are kept in mind. */
const defaultMaxRemembered = 100_000;

export function makeRemovedCalls(
  files: Pick<HeldFiles, 'list' | 'read'>,
  { maxRemembered = defaultMaxRemembered } = {},
): RemovedCalls {
  const removed = new Map<string, RemovedCall>();
  let lastRead = 0;
  let reading: Promise<void> | undefined;

  async function readNewSeals(): Promise<void> {
    const sequences: number[] = [];
    for await (const { path } of files.list(proofContainer, sealPrefix)) {
      const sequence = parseSealPath(path);
      if (sequence !== undefined && sequence > lastRead) sequences.push(sequence);
    }
    const newest = sequences.sort((one, other) => one - other).slice(-maxSeals);
    for await (const seal of mapInOrder(newest, readAtOnce, (sequence) => readSeal(sequence, files)))
      if (seal) remember(seal);
    lastRead = newest.at(-1) ?? lastRead;
  }

  function remember({ days, sealedAt }: Seal): void {
    for (const { date: day, changes } of days) {
      for (const { path, is, because } of changes) {
        const callId = parseRecordPath(path)?.callId;
        if (callId === undefined || is !== null || because === 'unexplained') continue;
        removed.delete(callId);
        removed.set(callId, { day, because, sealedAt });
        const [oldest] = removed.keys();
        if (removed.size > maxRemembered && oldest !== undefined) removed.delete(oldest);
      }
    }
  }

  return {
    async find(callId) {
      reading ??= readNewSeals().finally(() => {
        reading = undefined;
      });
      await reading;
      return removed.get(callId);
    },
  };
}

/** What is not a seal tells nothing; `verify` says what is wrong with it. */
async function readSeal(sequence: number, files: Pick<HeldFiles, 'read'>): Promise<Seal | undefined> {
  try {
    const bytes = await files.read(proofContainer, sealPath(sequence), maxSealBytes);
    return bytes && parseSeal(bytes);
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof ShapeError) return undefined;
    throw error;
  }
}
