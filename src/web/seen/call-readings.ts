/**
 * Reads calls for all readers of this instance: a page that several ask for at the same moment is read once, and of large
 * meetings one at a time, so that memory does not grow with the number of readers.
 */
import pLimit from 'p-limit';
import { secondMs } from '../../model/durations.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import { type CallAsRead, type CallToRead, gatherCallPage } from './gather-call-page.ts';
import { makeSharedWork } from './share-work.ts';

export interface CallReadings {
  /** Throws IntegrityError or ShapeError when the record is damaged, missing, or not a call record. */
  read(call: CallToRead): Promise<CallAsRead>;
}

const largeBytes = 4 * 1024 * 1024;
const largeAtOnce = 1;
/** A record never changes; it is forgotten soon, because it may be erased. */
const keepMs = 10 * secondMs;
const maxKept = 8;

export function makeCallReadings({
  archive,
  now,
}: {
  archive: Pick<CallArchive, 'open'>;
  now(): Date;
}): CallReadings {
  const shared = makeSharedWork<CallAsRead>({ keepMs, maxKept }, () => now().getTime());
  const limit = pLimit(largeAtOnce);
  return {
    read(call) {
      const { row, who, isLimited, page } = call;
      const isLarge = row.sizeBytes > largeBytes;
      const read = () => gatherCallPage(archive, call);
      const key = JSON.stringify([row.blob, row.sha256, isLimited, who, page]);
      return shared.run(key, isLarge ? () => limit(read) : read);
    },
  };
}
