/**
 * Splits the document of a call record into its members while it comes in parts; the sessions and the participants
 * item by item, so that a record of any size is read in the memory of its largest item. It tells where values end and
 * does not check them: who takes a value parses it.
 */
import { ShapeError } from '../errors.ts';

export const splitArrays = ['sessions', 'participants_v2'] as const;
export type SplitArray = (typeof splitArrays)[number];

export interface RecordVisitor {
  /** A member at the top, but for the arrays that are split. A name that comes twice is given twice: the last counts. */
  onMember(name: string, value: Buffer): void;
  /** An array begins; when it comes a second time, what came before does not count. */
  onArray(name: SplitArray): void;
  onItem(name: SplitArray, item: Buffer): void;
}

export interface RecordSplitter {
  push(part: Uint8Array): void;
  /** To be called after the last part. Throws ShapeError when the document is not over; `push` when a value is too long. */
  end(): void;
}

const quote = 0x22;
const backslash = 0x5c;
/** Far more than a session of a call has: a hostile file may unpack to one value of any size. */
const maxKeptBytes = 64 * 1024 * 1024;
/** Members and items of one value: in memory each takes a hundred times the two bytes of a `0,`. */
const maxKeptParts = 1_000_000;

export function makeRecordSplitter(visitor: RecordVisitor): RecordSplitter {
  /** 0: outside the document, 1: in it, 2: in a member that is an object or array, and so on. */
  let depth = 0;
  let isOver = false;
  let inText = false;
  let isEscaped = false;
  /** The member that is being read; `undefined` while its name is awaited. */
  let name: string | undefined;
  let array: SplitArray | undefined;
  /** Whether a name or a value is being kept, and what of it stood in earlier parts. */
  let isKeeping = false;
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let keptParts = 0;

  function countPart(): void {
    keptParts += 1;
    if (keptParts > maxKeptParts)
      throw new ShapeError('Reading a call record: one of its values has more than a million members');
  }

  function take(part: Buffer, start: number, end: number): Buffer {
    const last = part.subarray(start, end);
    const whole = kept.length === 0 ? last : Buffer.concat([...kept, last]);
    kept = [];
    keptBytes = 0;
    keptParts = 0;
    isKeeping = false;
    return whole;
  }

  function endItem(item: Buffer): void {
    // An empty array has none.
    if (array && !isBlank(item)) visitor.onItem(array, item);
  }

  function endMember(value: Buffer): void {
    if (name !== undefined) visitor.onMember(name, value);
  }

  return {
    push(bytes) {
      const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      const { length } = part;
      let start = 0;
      for (let at = 0; at < length; at += 1) {
        if (inText) {
          if (isEscaped) {
            isEscaped = false;
            continue;
          }
          while (at < length && part[at] !== quote && part[at] !== backslash) at += 1;
          if (at === length) break;
          if (part[at] === backslash) isEscaped = true;
          else inText = false;
          continue;
        }
        switch (part[at]) {
          case quote:
            inText = true;
            if (depth === 1 && name === undefined && !isKeeping) {
              isKeeping = true;
              start = at;
            }
            break;
          case 0x3a: // :
            if (depth === 1 && name === undefined) {
              name = JSON.parse(take(part, start, at).toString('utf8')) as string;
              isKeeping = true;
              start = at + 1;
            }
            break;
          case 0x5b: // [
            countPart();
            depth += 1;
            if (depth === 2 && isSplit(name)) {
              take(part, start, at);
              array = name;
              visitor.onArray(array);
              isKeeping = true;
              start = at + 1;
            }
            break;
          case 0x7b: // {
            countPart();
            depth += 1;
            break;
          case 0x5d: // ]
          case 0x7d: // }
            depth -= 1;
            if (depth === 1 && array) {
              endItem(take(part, start, at));
              array = undefined;
            } else if (depth === 0) {
              if (isKeeping) endMember(take(part, start, at));
              name = undefined;
              isOver = true;
            }
            break;
          case 0x2c: // ,
            countPart();
            if (depth === 2 && array) {
              endItem(take(part, start, at));
              isKeeping = true;
              start = at + 1;
            } else if (depth === 1) {
              if (isKeeping) endMember(take(part, start, at));
              name = undefined;
            }
            break;
        }
      }
      // The part may be overwritten by the one who gave it.
      if (!isKeeping) return;
      kept.push(Buffer.from(part.subarray(start)));
      keptBytes += length - start;
      if (keptBytes > maxKeptBytes)
        throw new ShapeError('Reading a call record: one of its values is longer than 64 MiB');
    },
    end() {
      if (!isOver || depth !== 0) throw new ShapeError('Reading a call record: the document breaks off');
    },
  };
}

function isSplit(name: string | undefined): name is SplitArray {
  return name === 'sessions' || name === 'participants_v2';
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
