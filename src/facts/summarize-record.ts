/** Reads the document of a call record once, in parts, and says all that the index says about it. */
import { createHash } from 'node:crypto';
import { ShapeError } from '../errors.ts';
import type { RecordSummary } from '../model/record-facts.ts';
import { headNames, parseHead } from '../model/record-head.ts';
import { makeRecordSplitter, type SplitArray } from '../model/split-record.ts';
import { type FactMembers, makeFactsGatherer } from './gather-facts.ts';

export interface RecordSummarizer {
  push(part: Uint8Array): void;
  /** To be called after the last part. Throws ShapeError or a SyntaxError when it is not a call record. */
  end(): RecordSummary;
}

const factNames: ReadonlySet<string> = new Set<keyof FactMembers>([
  'organizer_v2',
  'organizer',
  'participants',
  'joinWebUrl',
]);

/** Where an array comes twice, what was gathered of the first does not count; the facts keep who was in it. */
export function makeRecordSummarizer(): RecordSummarizer {
  const hash = createHash('sha256');
  const texts = new Map<string, string>();
  const counts: Partial<Record<SplitArray, number>> = {};
  const gatherer = makeFactsGatherer();
  let sizeBytes = 0;

  const splitter = makeRecordSplitter({
    onMember(name, value) {
      if (headNames.has(name) || factNames.has(name)) texts.set(name, value.toString('utf8').trim());
    },
    onArray(name) {
      counts[name] = 0;
      if (name === 'sessions') gatherer.forgetSessions();
    },
    onItem(name, item) {
      counts[name] = (counts[name] ?? 0) + 1;
      if (name === 'sessions') gatherer.addSessions(item, [{ start: 0, end: item.length }]);
      else gatherer.addParticipants(item);
    },
  });

  return {
    push(part) {
      sizeBytes += part.length;
      hash.update(part);
      splitter.push(part);
    },
    end() {
      splitter.end();
      const head = parseHead((name) => texts.get(name));
      if (counts.sessions === undefined)
        throw new ShapeError('Reading a call record: its sessions are not an array');
      const members = [...texts].filter(([name]) => factNames.has(name));
      gatherer.addMembers(Object.fromEntries(members.map(([name, text]) => [name, JSON.parse(text)])));
      return {
        head,
        facts: gatherer.facts(),
        sessions: counts.sessions,
        participants: counts.participants_v2 ?? 0,
        sizeBytes,
        sha256: hash.digest('hex'),
      };
    },
  };
}

/** Throws what `end` throws, and what the parts throw. */
export async function summarizeRecord(parts: AsyncIterable<Uint8Array>): Promise<RecordSummary> {
  const summarizer = makeRecordSummarizer();
  for await (const part of parts) summarizer.push(part);
  return summarizer.end();
}
