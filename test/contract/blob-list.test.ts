/** The files of a container as they are read from the answer blob by blob are those that the storage library lists. */
import { hash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { makeBlobHeldFiles } from '../../src/adapters/storage/blob-held-files.ts';
import { findNextMarker, isWholeList, scanBlobList } from '../../src/adapters/storage/scan-blob-list.ts';
import { names } from '../../src/config/names.ts';
import { useStorage } from '../support/contract-storage.ts';

const storage = useStorage();
const container = () => storage().container(names.containers.records);
const paths = [
  'records/v1/tenant=a/date=2026-11-20/one.v000001.json.gz',
  'records/v1/tenant=a/date=2026-11-20/two.v000001.json.gz',
  'a & b < c > "d" \'e\' %20 + #?',
  'Jürgen/محمد/王/😀',
  '&amp;lt;Blob&gt;',
  'spaces  between ',
];

beforeAll(async () => {
  for (const [i, path] of paths.entries())
    await container()
      .getBlockBlobClient(path)
      .upload(path, Buffer.byteLength(path), {
        metadata: i % 2 ? { sha256: 'a&b<c>', fetched_at: '2026-11-20T10:00:00Z' } : {},
        ...(i % 3 && { blobHTTPHeaders: { blobContentMD5: hash('md5', path, 'buffer') } }),
      });
});

async function listByLibrary(prefix: string) {
  const found = await Array.fromAsync(container().listBlobsFlat({ prefix, includeMetadata: true }));
  return found.map(({ name, properties: { contentLength, contentMD5 }, metadata = {} }) => ({
    path: name,
    sizeBytes: contentLength,
    md5: contentMD5 && Buffer.from(contentMD5).toString('base64'),
    metadata,
  }));
}

test.each([
  ['', 1000],
  ['', 1],
  ['records/v1/tenant=a/', 2],
  ['a & b', 2],
  ['nothing', 2],
])('under the prefix %j, %d a page', async (prefix, pageSize) => {
  const files = makeBlobHeldFiles((name) => storage().container(name), { pageSize });
  const listed = await Array.fromAsync(files.list(names.containers.records, prefix));
  expect(listed).toEqual(await listByLibrary(prefix));
  expect(listed.length > 0).toBe(prefix !== 'nothing');
});

const page =
  '<?xml version="1.0"?><EnumerationResults><Blobs>' +
  '<Blob><Name>one&amp;&#x41;&#66;</Name><Properties><Content-Length>7</Content-Length><Content-MD5>AAAA</Content-MD5></Properties>' +
  '<Metadata><sha256>x&lt;y</sha256><empty /><empty2/><empty3></empty3><last>z</last></Metadata><OrMetadata /></Blob>' +
  '<Blob><Name Encoded="true">two%EF%BF%BE</Name><Properties><Content-Length>0</Content-Length><Content-MD5 /></Properties><Metadata /></Blob>' +
  '</Blobs><NextMarker>more&amp;more</NextMarker></EnumerationResults>';
const scanned = [
  {
    path: 'one&AB',
    sizeBytes: 7,
    md5: 'AAAA',
    metadata: { sha256: 'x<y', empty: '', empty2: '', empty3: '', last: 'z' },
  },
  { path: 'two\ufffe', sizeBytes: 0, md5: undefined, metadata: {} },
];

test('an answer is read as XML has it', () => {
  const bytes = Buffer.from(page);
  expect([...scanBlobList(bytes)]).toEqual(scanned);
  expect([isWholeList(bytes), findNextMarker(bytes)]).toEqual([true, 'more&more']);
});

test('an answer that breaks off is not taken for a whole one', () => {
  for (let length = 0; length < page.length; length += 1)
    expect(isWholeList(Buffer.from(page.slice(0, length)))).toBe(false);
});

test('where there is no next page, none is looked for', () => {
  for (const none of ['<NextMarker/>', '<NextMarker />', '<NextMarker></NextMarker>', '']) {
    const last = page.replace(/<NextMarker>.*<\/NextMarker>/, none);
    expect(findNextMarker(Buffer.from(last))).toBeUndefined();
  }
});
