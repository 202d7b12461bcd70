/**
 * A line of a manifest: one file of a sealed day. JSON without white space, members in a fixed order, so that the same
 * file always has the same line and so the same leaf in the tree:
 * `{"container":…,"path":…,"sha256":…,"bytes":…,"size":…,"md5":…,"meta":…,"fetched_at":…}`.
 */
import { hash } from 'node:crypto';
import { IntegrityError } from '../errors.ts';
import { type SealedContainer, sealedContainers } from './sealed-path.ts';

export interface ManifestEntry {
  container: SealedContainer;
  /** Name in the container. */
  path: string;
  /** Lower-case hex SHA-256 of the unpacked document. */
  sha256: string;
  /** Length of the unpacked document. */
  bytes: number;
  /** Length of the file. */
  size: number;
  /** MD5 of the file, base64. */
  md5: string;
  /** `hashMetadata` of the blob's metadata. */
  meta: string;
  /** As the metadata says it; empty where it says none, or no time. */
  fetchedAt: string;
}

/** Throws where a member has not the form that a line demands: nobody could read it back. */
export function formatManifestLine(entry: ManifestEntry): string {
  const { container, path, sha256, bytes, size, md5, meta, fetchedAt } = entry;
  const line = `{"container":"${container}","path":"${path}","sha256":"${sha256}","bytes":${bytes},"size":${size},"md5":"${md5}","meta":"${meta}","fetched_at":"${fetchedAt}"}`;
  if (!form.test(line))
    throw new Error(`Writing a manifest: a member of ${container}/${path} has a wrong form`);
  return line;
}

const number = '(0|[1-9]\\d{0,14})';
const hex = '([0-9a-f]{64})';
/** Printable ASCII without what JSON escapes. */
const plain = '[\\x21\\x23-\\x5b\\x5d-\\x7e]';
const form = new RegExp(
  `^\\{"container":"(${sealedContainers.join('|')})","path":"(${plain}+)","sha256":"${hex}","bytes":${number},"size":${number},` +
    `"md5":"([A-Za-z0-9+/]{22}==)","meta":"${hex}","fetched_at":"(|\\d{4}-\\d\\d-\\d\\dT[0-9:.]{1,20}Z)"\\}$`,
);

/** Without its line feed. Throws IntegrityError when it is not a line, letter for letter. */
export function parseManifestLine(line: Buffer | string): ManifestEntry {
  const text = typeof line === 'string' ? line : line.toString('latin1');
  const [found, container, path = '', sha256 = '', bytes, size, md5 = '', meta = '', fetchedAt = ''] =
    form.exec(text) ?? [];
  if (found === undefined) throw new IntegrityError('Reading a manifest: a line has not the form of one');
  return {
    container: container as SealedContainer,
    path,
    sha256,
    bytes: Number(bytes),
    size: Number(size),
    md5,
    meta,
    fetchedAt,
  };
}

/** The order of a manifest: by the bytes of `container/path`. 0: the same file. */
export function compareEntries(
  one: Pick<ManifestEntry, 'container' | 'path'>,
  other: Pick<ManifestEntry, 'container' | 'path'>,
): number {
  // All of it is ASCII, and no container's name begins with another's: code units compare as the bytes do.
  if (one.container !== other.container) return one.container < other.container ? -1 : 1;
  if (one.path === other.path) return 0;
  return one.path < other.path ? -1 : 1;
}

/** Lower-case hex SHA-256 of `name=value` lines: names in lower case, sorted, each line ended by a line feed. */
export function hashMetadata(metadata: Readonly<Record<string, string>>): string {
  const names = Object.keys(metadata);
  if (!names.every((name) => plainName.test(name))) return hash('sha256', formatAnyMembers(metadata));
  // The archive's own are sorted as they are: code units of ASCII compare as bytes do, and a day has a million files.
  let lines = '';
  for (const name of names.sort()) lines += `${name}=${metadata[name]}\n`;
  return hash('sha256', lines);
}

/** ASCII without capital letters. */
const plainName = /^[\x20-\x40\x5b-\x7e]*$/;

function formatAnyMembers(metadata: Readonly<Record<string, string>>): string {
  const members = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value] as const);
  members.sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return members.map(([name, value]) => `${name}=${value}\n`).join('');
}
