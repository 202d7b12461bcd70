/** What counting the verdicts of a record's streams costs by itself: a part of what archiving the same records costs. */
import { type JsonNode, scanJson } from '../src/bytes/scan-json.ts';
import { tallyStreams } from '../src/quality/tally-session.ts';
import type { Outcome, Side } from './side/side.ts';

/** Once is too short to be measured. */
export const verdictPasses = 10;

interface Prepared {
  document: Buffer;
  sessions: JsonNode[];
}

export async function makeVerdicts(origin: string, calls: readonly string[]): Promise<Side> {
  const prepared: Prepared[] = [];
  for (const call of calls) {
    const document = Buffer.from(await (await fetch(`${origin}/document/${call}`)).arrayBuffer());
    const sessions =
      scanJson(document, 2).members?.find(({ name }) => name === 'sessions')?.value.items ?? [];
    prepared.push({ document, sessions });
  }
  return {
    async run() {
      const outcome: Outcome = { records: prepared.length, sizeBytes: 0, hashes: [] };
      for (let pass = 0; pass < verdictPasses; pass += 1)
        for (const { document, sessions } of prepared) {
          const tally = { classified: 0, poor: 0 };
          for (const { start, end } of sessions) tallyStreams(document, start, end, tally);
        }
      for (const { document } of prepared) outcome.sizeBytes += document.length;
      return outcome;
    },
  };
}
