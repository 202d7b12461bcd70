/** What `npm start` shows: the app's log lines about call records, in words, a line a call. */
import { parseLogLine } from './parse-log-line.ts';

export interface ScreenOptions {
  /** Width of the terminal. */
  columns: number;
  /** Where storage serves blobs, when the address of each is wanted. */
  blobUrl(): string | undefined;
  /** Writes one line. */
  print(line: string): void;
}

export interface ArchiveScreen {
  /** What is shown instead of the call's id. Without a text its archiving is not shown at all. */
  introduce(callId: string, text: string | undefined): void;
  /** Takes a line of the app's log. */
  readLogLine(line: string): void;
  /** Resolves when all these calls are archived. */
  untilArchived(callIds: readonly string[]): Promise<void>;
  /** How many records, each version by itself. */
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

export function makeArchiveScreen({ columns, blobUrl, print }: ScreenOptions): ArchiveScreen {
  const texts = new Map<string, string | undefined>();
  const archived = new Set<string>();
  const waiting = new Set<() => void>();
  let count = 0;

  const noteArchived = (callId: string) => {
    archived.add(callId);
    count += 1;
    for (const examine of [...waiting]) examine();
  };

  return {
    introduce: (callId, text) => texts.set(callId, text),
    readLogLine(line) {
      const event = parseLogLine(line);
      const word = event && words[event.name];
      if (!event || !word) {
        if (/ (warn|error) /.test(line)) print(line);
        return;
      }
      const callId = String(event.facts['call_id']);
      const isArchived = event.name === 'archiving.record-archived';
      if (!isQuiet(texts, callId)) {
        const start = `${line.slice(11, 19)}  ${word.padEnd(10)}  `;
        const [text, end] = describe(event.name, event.facts, texts.get(callId));
        print(start + cut(text, columns - start.length - end.length) + end);
        const address = isArchived && blobUrl();
        if (address) print(`${''.padEnd(start.length)}${address}/call-records/${event.facts['blob']}`);
      }
      if (isArchived) noteArchived(callId);
    },
    untilArchived(callIds) {
      return new Promise((resolve) => {
        const examine = () => {
          if (!callIds.every((callId) => archived.has(callId))) return;
          waiting.delete(examine);
          resolve();
        };
        waiting.add(examine);
        examine();
      });
    },
    archivedCount: () => count,
  };
}

function isQuiet(texts: ReadonlyMap<string, string | undefined>, callId: string): boolean {
  return texts.has(callId) && texts.get(callId) === undefined;
}

/** What may be cut off, and what must be seen. */
function describe(
  name: string,
  facts: Record<string, unknown>,
  text: string | undefined,
): [text: string, end: string] {
  const call = text ?? `call ${facts['call_id']}`;
  switch (name) {
    case 'archiving.record-archived': {
      const version = facts['version'] === '1' ? '' : ` (version ${facts['version']})`;
      const size = `: ${countOf(facts['sessions'], 'session')}, ${countOf(facts['participants'], 'participant')}`;
      return [call + (text === undefined ? size : ''), version];
    }
    case 'archiving.record-postponed':
      return [`${call}: ${facts['why']}`, ` – again at ${String(facts['next_try']).slice(11, 19)}`];
    case 'archiving.record-present':
    case 'archiving.record-refused':
    case 'archiving.record-lost':
      return [call, ''];
    default:
      return [String(facts['advice'] ?? facts['expires_at'] ?? ''), ''];
  }
}

/** To so many columns. */
function cut(text: string, columns: number): string {
  const letters = [...text];
  return letters.length <= columns
    ? text
    : `${letters
        .slice(0, columns - 1)
        .join('')
        .trimEnd()}…`;
}

function countOf(count: unknown, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
