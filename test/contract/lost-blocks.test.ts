/** What Azure answers, and Azurite never, when blocks that were staged are there no longer: played by a small server. */
import { ContainerClient } from '@azure/storage-blob';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeBlobRecordStore } from '../../src/adapters/storage/blob-record-store.ts';
import { type Listener, startListener } from '../support/listener.ts';
import { commit, metadataOf, samplePath } from '../support/sample-record-file.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

let listener: Listener | undefined;

afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

/** Takes every block, refuses every list of blocks with this code, and has the blob or not. */
async function startStorage(code: string, status: number, isThere: boolean): Promise<Listener> {
  listener = await startListener(({ method, url }, response) => {
    if (method === 'HEAD' && isThere) return response.writeHead(200, { 'content-length': '0' }).end();
    if (method === 'HEAD') return response.writeHead(404, { 'x-ms-error-code': 'BlobNotFound' }).end();
    if (url.searchParams.get('comp') === 'block') return response.writeHead(201).end();
    return response
      .writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code })
      .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
  });
  return listener;
}

/** A file of which an earlier run has staged three blocks, and this one the rest. */
async function commitLater({ origin }: Listener) {
  const store = makeBlobRecordStore(new ContainerClient(`${origin}/account/call-records`));
  const bytes = seededBytes('the rest', 1_000);
  const writer = store.openWriter(samplePath('lost blocks'), [['0123456789ab', 3]]);
  await writer.write(bytes);
  return commit(writer, bytes);
}

describe('a record whose list of blocks is refused', () => {
  test.each(['InvalidBlockList', 'InvalidBlobOrBlock'])(
    'has expired when nothing is there (%s)',
    async (code) => {
      expect(await commitLater(await startStorage(code, 400, false))).toBe('expired');
    },
  );

  test.each([
    ['InvalidBlockList', 400],
    ['InvalidBlobOrBlock', 400],
    ['BlobAlreadyExists', 409],
    ['BlobImmutableDueToPolicy', 409],
    ['ConditionNotMet', 412],
  ])('exists when another was faster (%s)', async (code, status) => {
    expect(await commitLater(await startStorage(code, status, true))).toBe('exists');
  });

  test('throws when the reason is another one, and says nothing of what is there', async () => {
    const storage = await startStorage('InvalidHeaderValue', 400, true);
    await expect(commitLater(storage)).rejects.toMatchObject({ statusCode: 400 });
    expect(storage.heard.filter(({ method }) => method === 'HEAD')).toEqual([]);
  });

  test('was committed create-only, with its metadata', async () => {
    const storage = await startStorage('InvalidBlockList', 400, false);
    await commitLater(storage);
    const lists = storage.heard.filter(({ url }) => url.searchParams.get('comp') === 'blocklist');
    expect(lists.map(({ headers }) => [headers['if-none-match'], headers['x-ms-meta-sha256']])).toEqual([
      ['*', metadataOf(seededBytes('the rest', 1_000)).sha256],
    ]);
  });
});
