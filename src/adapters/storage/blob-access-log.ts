/**
 * The access log as append blobs in `call-access`, one an hour and instance. What arrives while a block is on its way goes
 * together into the next one: many readers at once cost few requests.
 */
import { type ContainerClient, RestError } from '@azure/storage-blob';
import {
  type AccessEntry,
  accessDayPrefix,
  accessPath,
  formatAccessEntry,
  parseAccessEntry,
} from '../../model/access-entry.ts';
import { secondMs } from '../../model/durations.ts';
import type { AccessLog } from '../../ports/access-log.ts';

/** A reader waits for it, and is told to try again. */
const maxAppendMs = 10 * secondMs;
/** Far below the 4 MiB that a block may have. */
const maxBlockLines = 1000;

interface Waiting {
  entry: AccessEntry;
  done: PromiseWithResolvers<void>;
}

/** `instance`: this process's own name, so that no two append to one blob. */
export function makeBlobAccessLog(container: ContainerClient, instance: string): AccessLog {
  const name = instance
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 32);
  const waiting: Waiting[] = [];
  let isWriting = false;
  /** Blobs are full after 50,000 blocks; the next has the next number. */
  let current = { hour: '', part: 1 };

  async function append(entries: readonly AccessEntry[], at: Date): Promise<void> {
    const hour = accessPath(at, name, 1);
    if (current.hour !== hour) current = { hour, part: 1 };
    const body = Buffer.from(entries.map(formatAccessEntry).join(''));
    const abortSignal = AbortSignal.timeout(maxAppendMs);
    for (;;) {
      const blob = container.getAppendBlobClient(accessPath(at, name, current.part));
      try {
        await blob.appendBlock(body, body.length, { abortSignal });
        return;
      } catch (error) {
        if (!(error instanceof RestError)) throw error;
        if (error.code === 'BlobNotFound') {
          await blob.createIfNotExists({
            abortSignal,
            blobHTTPHeaders: { blobContentType: 'application/x-ndjson' },
          });
        } else if (error.code === 'BlockCountExceedsLimit') current.part += 1;
        else throw error;
      }
    }
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const together = takeHour(waiting);
      const at = together[0]?.entry.at ?? new Date();
      try {
        await append(
          together.map(({ entry }) => entry),
          at,
        );
        for (const { done } of together) done.resolve();
      } catch (error) {
        for (const { done } of together) done.reject(error);
      }
    }
    isWriting = false;
  }

  return {
    note(entry) {
      const done = Promise.withResolvers<void>();
      waiting.push({ entry, done });
      if (!isWriting) void writeAll();
      return done.promise;
    },
    async *list(day, onUnreadable) {
      const names: string[] = [];
      for await (const { name: path } of container.listBlobsFlat({ prefix: accessDayPrefix(day) }))
        names.push(path);
      const hours = Map.groupBy(names, (path) => path.slice(accessDayPrefix(day).length).slice(0, 2));
      for (const [, paths] of [...hours].sort(([a], [b]) => (a < b ? 1 : -1))) {
        const entries: AccessEntry[] = [];
        for (const path of paths) {
          const text = (await container.getBlobClient(path).downloadToBuffer()).toString('utf8');
          for (const line of text.split('\n').filter(Boolean)) {
            const entry = parseAccessEntry(line);
            if (entry) entries.push(entry);
            else onUnreadable();
          }
        }
        yield* entries.sort((a, b) => b.at.getTime() - a.at.getTime());
      }
    },
  };
}

/** The first that wait and belong into one blob. */
function takeHour(waiting: Waiting[]): Waiting[] {
  const hourOf = ({ entry }: Waiting) => accessPath(entry.at, '', 1);
  const first = waiting[0] && hourOf(waiting[0]);
  const end = waiting.findIndex((one, i) => i >= maxBlockLines || hourOf(one) !== first);
  return waiting.splice(0, end === -1 ? waiting.length : end);
}
