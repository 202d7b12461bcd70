/** The file of one day of a report in the making: rows come in, are compressed and hashed, and go to the store. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import type { GrowingBuffer } from '../model/growing-buffer.ts';
import type { ReportMetadata, ReportWriter } from '../ports/report-store.ts';
import type { ReportRow } from './open-page.ts';

export interface DayFile {
  /** Writes them in their order, each on a line. */
  add(rows: readonly ReportRow[]): Promise<void>;
  /** Ends the file; nothing is visible yet. To be called once. */
  end(): Promise<EndedFile>;
  /** Gives back what the file holds; nothing was written. */
  abandon(): void;
}

/** What the file does not know of itself. */
export type RunFacts = Omit<ReportMetadata, 'sha256' | 'bytes' | 'rows' | 'rows_digest'>;

export interface EndedFile {
  rows: number;
  rowsDigest: string;
  commit(facts: RunFacts): Promise<void>;
}

/** A window has a file for each of its days: less of zlib's memory for each (64 KiB) costs a little compression. */
const gzipOptions = { windowBits: 13, memLevel: 6 };
const lineFeed = Buffer.from('\n');

/** `lines` is for putting rows side by side: the files of a window take turns with it. */
export function makeDayFile(writer: ReportWriter, lines: GrowingBuffer): DayFile {
  const gzip = createGzip(gzipOptions);
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const digest = makeRowsDigest();
  let compressed: Buffer[] = [];
  let bytes = 0;
  let rows = 0;
  gzip.on('data', (part: Buffer) => compressed.push(part));

  async function store(): Promise<void> {
    const parts = compressed;
    compressed = [];
    for (const part of parts) {
      md5.update(part);
      await writer.write(part);
    }
  }

  return {
    async add(added) {
      lines.clear();
      for (const row of added) {
        lines.add(row.bytes);
        lines.add(lineFeed);
        digest.add(row.sha256);
      }
      sha256.update(lines.bytes());
      bytes += lines.length;
      rows += added.length;
      await new Promise<void>((resolve, reject) => {
        gzip.write(lines.bytes(), (error) => (error ? reject(error) : resolve()));
      });
      await store();
    },
    async end() {
      gzip.end();
      await once(gzip, 'end');
      await store();
      const facts = {
        sha256: sha256.digest('hex'),
        bytes: String(bytes),
        rows: String(rows),
        rows_digest: digest.value(),
      };
      return {
        rows,
        rowsDigest: facts.rows_digest,
        commit: (others) => writer.commit({ ...facts, ...others }, md5.digest()),
      };
    },
    abandon: () => gzip.destroy(),
  };
}

/** SHA-256 of each row, added up modulo 2²⁵⁶: the same for the same rows in any order, and held in 32 bytes. */
function makeRowsDigest() {
  const modulus = 1n << 256n;
  let sum = 0n;
  return {
    add(sha256: string) {
      sum = (sum + BigInt(`0x${sha256}`)) % modulus;
    },
    value: () => sum.toString(16).padStart(64, '0'),
  };
}
