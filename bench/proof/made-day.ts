/** A day of the archive that is made while it is listed: its files, and what Graph listed of them. */
import { hash } from 'node:crypto';
import { packLines } from '../../src/proof/lines-file.ts';
import { formatListedVersion } from '../../src/proof/listed-version.ts';

export const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
/** In order, and as little to be compressed as real ones. */
const callIdOf = (file: number) =>
  `${hex(file, 8)}${hash('md5', String(file)).replace(/(.{4})(.{3})(.{3})(.{12}).*/, '-$1-4$2-8$3-$4')}`;

/** A page of List Blobs, as Azure writes it: https://learn.microsoft.com/rest/api/storageservices/list-blobs */
export function formatListPage(day: string, from: number, to: number, files: number): string {
  const blobs: string[] = [];
  for (let file = from; file < to; file += 1) blobs.push(formatBlob(day, file));
  const next = to < files ? `<NextMarker>${to}</NextMarker>` : '<NextMarker />';
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<EnumerationResults ServiceEndpoint="http://127.0.0.1/" ContainerName="call-records">' +
    `<Blobs>${blobs.join('')}</Blobs>${next}</EnumerationResults>`
  );
}

function formatBlob(day: string, file: number): string {
  const callId = callIdOf(file);
  const metadata = {
    sha256: hash('sha256', callId),
    bytes: 12_000 + (file % 1000),
    call_id: callId,
    version: 1,
    tenant_id: tenantId,
    started_at: `${day}T10:00:00.1234567Z`,
    fetched_at: `${day}T11:00:00.123Z`,
    graph: 'https://graph.microsoft.com/v1.0',
    sessions: 1,
    session_pages: 1,
    participants: 2,
    participant_pages: 1,
    request_ids: `${callId},${callId}`,
    reason: 'notification',
  };
  const md5 = hash('md5', callId, 'base64');
  const members = Object.entries(metadata).map(([name, value]) => `<${name}>${value}</${name}>`);
  return (
    `<Blob><Name>records/v1/tenant=${tenantId}/date=${day}/${callId}.v000001.json.gz</Name><Properties>` +
    '<Creation-Time>Fri, 20 Nov 2026 11:00:00 GMT</Creation-Time><Last-Modified>Fri, 20 Nov 2026 11:00:00 GMT</Last-Modified>' +
    `<Etag>0x8DE2${hex(file, 11)}</Etag><Content-Length>${2000 + (file % 500)}</Content-Length>` +
    '<Content-Type>application/gzip</Content-Type><Content-Encoding /><Content-Language />' +
    `<Content-MD5>${md5}</Content-MD5><Cache-Control /><Content-Disposition /><BlobType>BlockBlob</BlobType>` +
    '<AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred><LeaseStatus>unlocked</LeaseStatus>' +
    '<LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties>' +
    `<Metadata>${members.join('')}</Metadata><OrMetadata /></Blob>`
  );
}

/** What a full reconcile keeps of a day of which Graph lists all of these files. */
export async function packList(files: number): Promise<Buffer> {
  function* lines() {
    for (let file = 0; file < files; file += 1)
      yield formatListedVersion({ id: callIdOf(file), version: '1' });
  }
  return Buffer.concat(await Array.fromAsync(packLines(lines()).parts));
}
