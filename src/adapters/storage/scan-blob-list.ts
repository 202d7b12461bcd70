/**
 * Reads the answer of List Blobs a blob at a time. The storage library parses a page of 3 MB as a whole, twice, and leaves
 * ten times that behind; sealing lists a day of a million files (bench/proof).
 * https://learn.microsoft.com/rest/api/storageservices/list-blobs
 */
import type { HeldFile } from '../../ports/held-files.ts';

const [opening, closing] = [Buffer.from('<Blob>'), Buffer.from('</Blob>')];
/** What follows the last blob is shorter. */
const maxTailBytes = 16 * 1024;

/** The files of a whole answer, made while they are taken: what is kept of the page is bytes. */
export function* scanBlobList(answer: Buffer): Generator<HeldFile, void, void> {
  let end = 0;
  for (;;) {
    const start = answer.indexOf(opening, end);
    end = start < 0 ? -1 : answer.indexOf(closing, start);
    if (end < 0) return;
    yield parseBlob(answer.toString('utf8', start + opening.length, end));
  }
}

/** Where the next page begins; `undefined` after the last one. */
export function findNextMarker(answer: Buffer): string | undefined {
  const tail = tailOf(answer);
  return textOf('NextMarker', tail.slice(tail.lastIndexOf('</Blobs>'))) || undefined;
}

export function isWholeList(answer: Buffer): boolean {
  return tailOf(answer).trimEnd().endsWith('</EnumerationResults>');
}

function tailOf(answer: Buffer): string {
  return answer.subarray(-maxTailBytes).toString();
}

function parseBlob(blob: string): HeldFile {
  const metadataAt = blob.indexOf('<Metadata');
  const properties = metadataAt < 0 ? blob : blob.slice(0, metadataAt);
  return {
    path: parseName(properties),
    sizeBytes: Number(textOf('Content-Length', properties) ?? 0),
    md5: textOf('Content-MD5', properties) || undefined,
    metadata: metadataAt < 0 ? {} : parseMetadata(blob.slice(metadataAt)),
  };
}

/** A name that XML cannot hold is encoded as in an address. */
function parseName(properties: string): string {
  const [found, isEncoded, name = ''] =
    /<Name(?: Encoded="(true)")?(?: Encoded="false")?>([^<]*)<\/Name>/.exec(properties) ?? [];
  if (found === undefined) throw new Error('Listing blobs: a blob has no name');
  return isEncoded ? decodeURIComponent(plainText(name)) : plainText(name);
}

/** Elements without attributes and without elements inside. No expression: a match leaves ten times its text behind. */
function parseMetadata(text: string): Record<string, string> {
  const metadata: Record<string, string> = {};
  const end = text.indexOf('</Metadata>');
  for (let at = text.indexOf('<', 1); at >= 0 && at < end; ) {
    const close = text.indexOf('>', at);
    const next = text.indexOf('<', close);
    const isEmpty = text[close - 1] === '/';
    if (isEmpty) metadata[text.slice(at + 1, close - 1).trimEnd()] = '';
    else metadata[text.slice(at + 1, close)] = plainText(text.slice(close + 1, next));
    at = isEmpty ? next : text.indexOf('<', next + 1);
  }
  return metadata;
}

function textOf(name: string, text: string): string | undefined {
  const start = text.indexOf(`<${name}>`);
  if (start < 0) return undefined;
  const from = start + name.length + 2;
  return plainText(text.slice(from, text.indexOf('<', from)));
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plainText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
