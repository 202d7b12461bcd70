/** The lines of a page, day by day, in memory that is used again for the next page. */
import { type GrowingBuffer, makeGrowingBuffer } from '../bytes/growing-buffer.ts';

export interface PageLines {
  /** Copies the row and a line feed after it. */
  add(day: string, row: Uint8Array): void;
  /** The lines of each day since the last time; they are gone once the next day is taken. */
  take(): Iterable<[day: string, lines: Uint8Array]>;
  /** Gives the memory back. */
  free(): void;
}

export const lineFeed = Buffer.from('\n');

export function makePageLines(): PageLines {
  const used = new Map<string, GrowingBuffer>();
  const spare: GrowingBuffer[] = [];

  function open(day: string): GrowingBuffer {
    const lines = spare.pop() ?? makeGrowingBuffer();
    used.set(day, lines);
    return lines;
  }

  return {
    add(day, row) {
      const lines = used.get(day) ?? open(day);
      lines.add(row);
      lines.add(lineFeed);
    },
    *take() {
      for (const [day, lines] of used) {
        yield [day, lines.bytes()];
        lines.clear();
        spare.push(lines);
      }
      used.clear();
    },
    free() {
      for (const lines of spare) lines.free();
    },
  };
}
