/** The file of one day of a report in the making: lines come in, are compressed and hashed, and go to the store. */
import { createHash } from 'node:crypto';
import { handOn, makeGzipMember } from '../bytes/gzip-member.ts';
import type { ReportMetadata, ReportWriter } from '../ports/report-store.ts';
import { makeRowsDigest } from './rows-digest.ts';

export interface DayFile {
  /** Counts a row by its SHA-256 in lower-case hex; its line comes with the next lines. */
  count(sha256: string): void;
  /** Compresses whole lines, so that their memory may be used for something else. */
  write(lines: Uint8Array): Promise<void>;
  /** Ends the file; nothing is visible yet. To be called once. */
  end(): Promise<EndedFile>;
}

/** What the file does not know of itself. */
export type RunFacts = Omit<ReportMetadata, 'sha256' | 'bytes' | 'rows' | 'rows_digest'>;

export interface EndedFile {
  rows: number;
  rowsDigest: string;
  commit(facts: RunFacts): Promise<void>;
}

/** At most this many bytes are compressed without another thread, whose memory would come on top. */
const segmentBytes = 256 * 1024;

export function makeDayFile(writer: ReportWriter): DayFile {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const update = (lines: Uint8Array, file: Uint8Array) => {
    sha256.update(lines);
    md5.update(file);
  };
  const member = makeGzipMember({ update, updateWhole: update, updateFile: (part) => md5.update(part) });
  const digest = makeRowsDigest();
  let rows = 0;

  return {
    count(rowSha256) {
      digest.add(rowSha256);
      rows += 1;
    },
    async write(lines) {
      for (let at = 0; at < lines.length; at += segmentBytes)
        await handOn(await member.writeSegment(lines.subarray(at, at + segmentBytes)), writer);
    },
    async end() {
      await handOn(await member.end(), writer);
      const facts = {
        sha256: sha256.digest('hex'),
        bytes: String(member.position().sizeBytes),
        rows: String(rows),
        rows_digest: digest.value(),
      };
      return {
        rows,
        rowsDigest: facts.rows_digest,
        commit: (others) => writer.commit({ ...facts, ...others }, md5.digest()),
      };
    },
  };
}
