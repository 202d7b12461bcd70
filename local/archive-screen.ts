/** What `npm start` shows: the app's log lines about call records, in words. */
import { parseLogLine } from './parse-log-line.ts';

export interface ArchiveScreen {
  /** Takes a line of the app's log. */
  readLogLine(line: string): void;
  /** Resolves when this many records are archived. */
  untilArchived(count: number): Promise<void>;
  archivedCount(): number;
}

const words: Record<string, string> = {
  'subscription.created': 'subscribed',
  'subscription.renewed': 'renewed',
  'subscription.failed': 'no subscription',
  'archiving.record-archived': 'archived',
  'archiving.record-present': 'was there',
  'archiving.record-postponed': 'later',
  'archiving.record-refused': 'refused',
  'archiving.record-lost': 'lost',
};

/** `blobUrl` is where storage serves blobs; `print` writes one line. */
export function makeArchiveScreen(blobUrl: () => string, print: (line: string) => void): ArchiveScreen {
  let archived = 0;
  const waiting = new Map<number, () => void>();

  return {
    readLogLine(line) {
      const event = parseLogLine(line);
      const word = event && words[event.name];
      if (!event || !word) {
        if (/ (warn|error) /.test(line)) print(line);
        return;
      }
      print(`${line.slice(11, 19)}  ${word.padEnd(11)} ${describe(event.name, event.facts)}`);
      if (event.name !== 'archiving.record-archived') return;
      archived += 1;
      print(`${''.padEnd(21)} ${blobUrl()}/call-records/${event.facts['blob']}`);
      waiting.get(archived)?.();
    },
    untilArchived(count) {
      return archived >= count ? Promise.resolve() : new Promise((resolve) => waiting.set(count, resolve));
    },
    archivedCount: () => archived,
  };
}

function describe(name: string, facts: Record<string, unknown>): string {
  const call = `call ${facts['call_id']}`;
  switch (name) {
    case 'archiving.record-archived': {
      const size = `${(Number(facts['size_bytes']) / 1024).toFixed(1)} KB`;
      const people = `${countOf(facts['sessions'], 'session')}, ${countOf(facts['participants'], 'participant')}`;
      return `${call} v${facts['version']}: ${people}, ${size} of JSON`;
    }
    case 'archiving.record-postponed':
      return `${call}: ${facts['why']}; asked again at ${String(facts['next_try']).slice(11, 19)}`;
    case 'archiving.record-present':
    case 'archiving.record-refused':
    case 'archiving.record-lost':
      return call;
    default:
      return String(facts['advice'] ?? facts['expires_at'] ?? '');
  }
}

function countOf(count: unknown, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
