/**
 * Reads the answer of List Blobs a piece at a time. The storage library parses a page of 3 MB as a whole, twice, and leaves
 * ten times that behind; sealing lists a day of a million files (bench/proof).
 * https://learn.microsoft.com/rest/api/storageservices/list-blobs
 */
import type { HeldFile } from '../../ports/held-files.ts';

const [opening, closing] = ['<Blob>', '</Blob>'];
/** What follows the last blob is shorter. */
const maxTailBytes = 16 * 1024;
/** Small: whatever text is alive at a collection lets V8's young generation grow, up to its limit. */
const defaultPieceBytes = 4 * 1024;

/** The files of a whole answer, made while they are taken: what is kept of the page is bytes. */
export function* scanBlobList(
  answer: Uint8Array,
  pieceBytes = defaultPieceBytes,
): Generator<HeldFile, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let from = 0; from < answer.length; from += pieceBytes) {
    const text = rest + decoder.decode(answer.subarray(from, from + pieceBytes), { stream: true });
    let at = 0;
    for (;;) {
      const start = text.indexOf(opening, at);
      const end = start < 0 ? -1 : text.indexOf(closing, start);
      if (end < 0) break;
      yield parseBlob(text.slice(start + opening.length, end));
      at = end + closing.length;
    }
    rest = text.slice(at);
  }
}

/** Where the next page begins; `undefined` after the last one. */
export function findNextMarker(answer: Uint8Array): string | undefined {
  const tail = tailOf(answer);
  return textOf('NextMarker', tail.slice(tail.lastIndexOf('</Blobs>'))) || undefined;
}

export function isWholeList(answer: Uint8Array): boolean {
  return tailOf(answer).trimEnd().endsWith('</EnumerationResults>');
}

function tailOf(answer: Uint8Array): string {
  return Buffer.from(answer.subarray(-maxTailBytes)).toString();
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

const member = /<([^\s/>]+)(?: ?\/>|>([^<]*)<\/\1>)/g;

function parseMetadata(text: string): Record<string, string> {
  const metadata: Record<string, string> = {};
  const inside = text.slice(text.indexOf('>') + 1, Math.max(0, text.indexOf('</Metadata>')));
  for (const [, name = '', value = ''] of inside.matchAll(member)) metadata[name] = plainText(value);
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
