/** Call records as create-only blobs. A file that fits in one block is one Put Blob; a longer one is staged. */
import { randomBytes } from 'node:crypto';
import { type BlockBlobClient, type ContainerClient, RestError } from '@azure/storage-blob';
import type { RecordMetadata, RecordStore, RecordWriter } from '../../ports/record-store.ts';

/** Held in memory before a block is staged; a blob of 50,000 such blocks is far beyond any call. */
const blockBytes = 4 * 1024 * 1024;

/** Another worker was faster, or a policy lets nothing be replaced: then Azure also drops the blocks staged here. */
const contested = new Set([
  'BlobAlreadyExists',
  'BlobImmutableDueToPolicy',
  'ConditionNotMet',
  'InvalidBlockList',
  'InvalidBlobOrBlock',
]);

export function makeBlobRecordStore(container: ContainerClient): RecordStore {
  return {
    async find(path) {
      try {
        const { metadata } = await container.getBlobClient(path).getProperties();
        // Written by commit(), never changed since.
        return metadata as unknown as RecordMetadata;
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    openWriter: (path) => openWriter(container.getBlockBlobClient(path)),
  };
}

function openWriter(blob: BlockBlobClient): RecordWriter {
  // Another worker may stage blocks of the same blob at the same time: theirs and ours must not meet.
  const attempt = randomBytes(6).toString('hex');
  const blockIds: string[] = [];
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;

  function takeWaiting(): Buffer {
    const block = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    return block;
  }

  async function stage(): Promise<void> {
    const block = takeWaiting();
    const id = Buffer.from(`${attempt}-${String(blockIds.length).padStart(6, '0')}`).toString('base64');
    await blob.stageBlock(id, block, block.length);
    blockIds.push(id);
  }

  return {
    async write(part) {
      waiting.push(part);
      waitingBytes += part.length;
      if (waitingBytes >= blockBytes) await stage();
    },
    async commit(metadata, contentMd5) {
      const options = {
        conditions: { ifNoneMatch: '*' },
        metadata: { ...metadata },
        blobHTTPHeaders: { blobContentType: 'application/gzip', blobContentMD5: contentMd5 },
      };
      try {
        if (blockIds.length === 0) {
          const whole = takeWaiting();
          await blob.upload(whole, whole.length, options);
        } else {
          if (waitingBytes > 0) await stage();
          await blob.commitBlockList(blockIds, options);
        }
        return 'created';
      } catch (error) {
        const lost = error instanceof RestError && contested.has(error.code ?? '');
        if (lost && (await blob.exists())) return 'exists';
        throw error;
      }
    },
  };
}
