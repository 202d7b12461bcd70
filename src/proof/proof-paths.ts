/**
 * Where everything of the proof lies in the container `call-proof`. Names are fixed: docs/proof.md. `runId` is the UTC
 * time of a run (`20261121T031500Z`), `random` eight hex digits that keep two runs of one second apart.
 */

export const proofContainer = 'call-proof';

export const listPath = (day: string, runId: string) => `lists/v1/date=${day}/${runId}.ndjson.gz`;
export const manifestPath = (day: string, runId: string, random: string) =>
  `manifests/v1/date=${day}/${runId}-${random}.ndjson.gz`;
/** What does not fit into a seal: changes. */
export const changesPath = (day: string, runId: string, random: string) =>
  `changes/v1/date=${day}/${runId}-${random}.ndjson.gz`;
/** What does not fit into a seal: versions that are missing, or that are archived under another day. */
export const missingPath = (day: string, runId: string, random: string) =>
  `missing/v1/date=${day}/${runId}-${random}.ndjson.gz`;

/** Eight digits: the seals sort by name. */
export const sealPath = (sequence: number) => `${sealName(sequence)}.json`;
/** The RFC 3161 time-stamp response for the bytes of that seal. */
export const stampPath = (sequence: number) => `${sealName(sequence)}.tsr`;

export const sealPrefix = 'seals/v1/';
/** The lists of a day, the oldest first. */
export const listPrefix = (day: string) => `lists/v1/date=${day}/`;

function sealName(sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > 99_999_999)
    throw new RangeError(`Naming seal ${sequence}: seals are numbered from 1 to 99999999`);
  return `${sealPrefix}${String(sequence).padStart(8, '0')}`;
}

/** The number that the name of a seal says; `undefined` when it is not one. */
export function parseSealPath(path: string): number | undefined {
  return parseSequence(path, 'json');
}

export function parseStampPath(path: string): number | undefined {
  return parseSequence(path, 'tsr');
}

function parseSequence(path: string, extension: string): number | undefined {
  const [, digits, found] = /^seals\/v1\/(\d{8})\.(json|tsr)$/.exec(path) ?? [];
  return found === extension && Number(digits) > 0 ? Number(digits) : undefined;
}

const run = String.raw`\d{8}T\d{6}Z`;
const dayFile = new RegExp(
  `^(lists|manifests|changes|missing)/v1/date=(\\d{4}-\\d{2}-\\d{2})/(${run})(?:-([0-9a-f]{8}))?\\.ndjson\\.gz$`,
);

export interface DayFilePath {
  kind: 'lists' | 'manifests' | 'changes' | 'missing';
  day: string;
  runId: string;
}

/** What the name of a list, a manifest or a rest says; `undefined` when it is not exactly of that form. */
export function parseDayFilePath(path: string): DayFilePath | undefined {
  const [, kind, day = '', runId = '', random] = dayFile.exec(path) ?? [];
  if (kind === undefined || (kind === 'lists') !== (random === undefined)) return undefined;
  return { kind: kind as DayFilePath['kind'], day, runId };
}
