/**
 * The form of lists, manifests and what does not fit into a seal: gzip of lines, each ended by a line feed; known by the
 * SHA-256 of the unpacked bytes and the number of lines. Written and read in pieces, however long it is.
 */
import { createHash } from 'node:crypto';
import { giveBackLast, givingBack, ownMemoryBytes } from '../bytes/give-back.ts';
import { makeGrowingBuffer } from '../bytes/growing-buffer.ts';
import { makeGzipMember } from '../bytes/gzip-member.ts';
import { unpack } from '../bytes/unpack.ts';
import { IntegrityError } from '../errors.ts';

export interface LinesFacts {
  /** Lower-case hex, of the unpacked bytes. */
  sha256: string;
  entries: number;
}

export interface LinesFile<Part> {
  parts: AsyncIterable<Part>;
  /** Of the parts that were taken; of the whole once they have come to an end. */
  facts(): LinesFacts;
}

/** No line of ours is longer. */
export const maxLineBytes = 16 * 1024;
const writeAtOnceBytes = 128 * 1024;
/** Small, for a reader of lines is long at work on each. */
const pieceBytes = ownMemoryBytes;
const lineFeed = 0x0a;

/**
 * The file of these lines, made while its parts are taken. Errors of `lines` pass through. Lines are put together in memory
 * that is used again and again, and compressed from there: what V8 sees late would be most of the memory of a large day.
 */
export function packLines(lines: AsyncIterable<string> | Iterable<string>): LinesFile<Uint8Array> {
  const sha256 = createHash('sha256');
  const member = makeGzipMember({ update() {}, updateFile() {}, updateWhole() {} });
  let entries = 0;

  async function* pack(): AsyncGenerator<Uint8Array> {
    const waiting = makeGrowingBuffer();
    async function compress(): Promise<Uint8Array[]> {
      sha256.update(waiting.bytes());
      const parts = await member.writeSegment(waiting.bytes());
      waiting.clear();
      return parts;
    }
    for await (const line of lines) {
      waiting.addText(line);
      waiting.addText('\n');
      entries += 1;
      if (waiting.length >= writeAtOnceBytes) yield* await compress();
    }
    if (waiting.length > 0) yield* await compress();
    waiting.free();
    yield* await member.end();
  }

  return { parts: pack(), facts: () => ({ sha256: sha256.copy().digest('hex'), entries }) };
}

/**
 * The lines of a file, each without its line feed; of a byte that is no ASCII, as no line of ours has one, comes what Latin-1
 * makes of it. Throws IntegrityError when it cannot be unpacked, does not end with a line feed, or has a line that is longer than
 * any of ours, or more than `maxLines` of them. The pieces of the file are for nobody else: their memory is given back.
 */
export function openLines(
  file: AsyncIterable<Uint8Array>,
  { maxLines = Number.POSITIVE_INFINITY }: { maxLines?: number } = {},
): LinesFile<string> {
  const sha256 = createHash('sha256');
  let entries = 0;

  async function* split(): AsyncGenerator<string> {
    let rest = '';
    for await (const piece of unpack(givingBack(file), pieceBytes)) {
      sha256.update(piece);
      let start = 0;
      for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
        const line = rest + piece.toString('latin1', start, end);
        if (line.length > maxLineBytes) throw tooLong();
        entries += 1;
        if (entries > maxLines)
          throw new IntegrityError(`Reading a file of lines: it has more than ${maxLines} of them`);
        yield line;
        rest = '';
        start = end + 1;
      }
      rest += piece.toString('latin1', start);
      if (rest.length > maxLineBytes) throw tooLong();
      giveBackLast(piece);
    }
    if (rest.length > 0) throw new IntegrityError('Reading a file of lines: its last line is cut off');
  }

  return { parts: split(), facts: () => ({ sha256: sha256.copy().digest('hex'), entries }) };
}

function tooLong(): IntegrityError {
  return new IntegrityError('Reading a file of lines: a line is longer than any can be');
}
