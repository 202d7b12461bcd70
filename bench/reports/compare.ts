/** Compares the archived reports with what Graph has, as a stranger would: storage client, gunzip, lines. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { BlobServiceClient } from '@azure/storage-blob';
import { dayMs } from '../../src/model/durations.ts';

export interface NewestRuns {
  /** Runs of any day, newest or not. */
  count: number;
  bytes: number;
  read(report: string, day: string): Promise<string[]>;
}

export async function listNewestRuns(connectionString: string): Promise<NewestRuns> {
  const container =
    BlobServiceClient.fromConnectionString(connectionString).getContainerClient('call-reports');
  const newest = new Map<string, { name: string; sha256: string | undefined }>();
  let count = 0;
  let bytes = 0;
  // Names are listed in order, so that the last run of a day stays.
  for await (const { name, metadata, properties } of container.listBlobsFlat({ includeMetadata: true })) {
    const [, report, day] = /\/report=([^/]+)\/date=([^/]+)\//.exec(name) ?? [];
    newest.set(`${report} ${day}`, { name, sha256: metadata?.['sha256'] });
    count += 1;
    bytes += properties.contentLength ?? 0;
  }
  return {
    count,
    bytes,
    async read(report, day) {
      const run = newest.get(`${report} ${day}`);
      if (!run) return [];
      const text = gunzipSync(await container.getBlobClient(run.name).downloadToBuffer());
      if (createHash('sha256').update(text).digest('hex') !== run.sha256) return ['wrong sha256'];
      return text.toString('utf8').split('\n').slice(0, -1);
    },
  };
}

export async function compareDays(
  origin: string,
  reports: readonly string[],
  { from, to }: { from: string; to: string },
  runs: NewestRuns,
): Promise<{ lines: string[]; wrongDays: number }> {
  const lines: string[] = [];
  let wrongDays = 0;
  for (const report of reports) {
    let rows = 0;
    let wrong = 0;
    for (let at = Date.parse(from.slice(0, 10)) - dayMs; at < Date.parse(to) + dayMs; at += dayMs) {
      const day = new Date(at).toISOString().slice(0, 10);
      const answer = await fetch(`${origin}/_simulator/reports/${report}/${day}`);
      const wanted = (await answer.text()).split('\n').slice(0, -1);
      const found = await runs.read(report, day);
      rows += found.length;
      if (found.sort().join('\n') !== wanted.sort().join('\n')) wrong += 1;
    }
    lines.push(`${report}: ${rows} rows in the newest runs, ${wrong} days differ from Graph`);
    wrongDays += wrong;
  }
  lines.push(`${runs.count} blobs, ${(runs.bytes / 1e6).toFixed(1)} MB`);
  return { lines, wrongDays };
}
