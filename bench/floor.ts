/**
 * FLOOR: what archiving a record cannot avoid. The answers are decompressed, the document is compressed and
 * hashed; nothing is received, parsed, put together or stored.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Outcome, Side } from './side/side.ts';

interface Prepared {
  /** The answers, compressed, as they come from Graph. */
  pages: Buffer[];
  document: Buffer;
}

export async function makeFloor(origin: string, calls: readonly string[]): Promise<Side> {
  const prepared: Prepared[] = [];
  for (const call of calls) prepared.push(await prepare(origin, call));
  return {
    async run() {
      const outcome: Outcome = { records: 0, sizeBytes: 0, hashes: [] };
      for (const { pages, document } of prepared) {
        for (const page of pages) gunzipSync(page);
        gzipSync(document, { level: 6 });
        outcome.hashes.push(createHash('sha256').update(document).digest('hex'));
        outcome.records += 1;
        outcome.sizeBytes += document.length;
      }
      return outcome;
    },
  };
}

async function prepare(origin: string, call: string): Promise<Prepared> {
  const read = async (path: string) => Buffer.from(await (await fetch(`${origin}${path}`)).arrayBuffer());
  const targets = JSON.parse((await read(`/targets/${call}`)).toString()) as string[];
  const pages: Buffer[] = [];
  // fetch() decompresses; compressed again at the same level, the page has the bytes that were sent.
  for (const target of targets) pages.push(gzipSync(await read(encodeURI(target))));
  return { pages, document: await read(`/document/${call}`) };
}
