/** Call records as create-only blobs. A file that fits in one block is one Put Blob; a longer one is staged. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type BlockBlobClient,
  type BlockBlobUploadOptions,
  type ContainerClient,
  RestError,
} from '@azure/storage-blob';
import { makeGrowingBuffer } from '../../bytes/growing-buffer.ts';
import type { StagedBlocks } from '../../model/record-progress.ts';
import type { RecordMetadata, RecordStore, RecordWriter } from '../../ports/record-store.ts';
import { limitSteps, limitTime } from './time-limit.ts';

/** Held in memory before a block is staged. A blob may have 50,000 blocks, far more than any call needs. */
const blockBytes = 1024 * 1024;

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
        const { metadata } = await container.getBlobClient(path).getProperties(limitTime());
        // Written by commit(), never changed since.
        return metadata as unknown as RecordMetadata;
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async *list(prefix) {
      for await (const { name } of limitSteps(container.listBlobsFlat({ prefix }))) yield name;
    },
    read: (path) => limitSteps(download(container, path)),
    openWriter(path, staged) {
      const writer = openBlobWriter(container.getBlockBlobClient(path), staged ?? []);
      return { ...writer, commit: (metadata, contentMd5) => writer.commit({ ...metadata }, contentMd5) };
    },
  };
}

async function* download(container: ContainerClient, path: string): AsyncGenerator<Uint8Array> {
  const { readableStreamBody } = await container.getBlobClient(path).download();
  if (readableStreamBody) yield* Readable.from(readableStreamBody);
}

/** A writer as the record store has it, for any metadata. */
export interface BlobWriter extends Omit<RecordWriter, 'commit'> {
  commit(metadata: Record<string, string>, contentMd5: Uint8Array): Promise<'created' | 'exists' | 'expired'>;
}

export function openBlobWriter(blob: BlockBlobClient, before: StagedBlocks): BlobWriter {
  // Other runs may stage blocks of the same blob at the same time, even of the same progress: none may meet another's.
  const run = randomBytes(6).toString('base64url');
  let blocks = 0;
  const waiting = makeGrowingBuffer();

  async function stageWaiting(): Promise<void> {
    if (waiting.length === 0) return;
    const block = waiting.bytes();
    await blob.stageBlock(blockId(run, blocks), block, block.length, limitTime());
    waiting.clear();
    blocks += 1;
  }

  /** Beside blocks that another run has staged, a whole blob may be refused though none is there: then it is staged too. */
  async function putWhole(
    options: BlockBlobUploadOptions,
    commitStaged: () => Promise<unknown>,
  ): Promise<void> {
    const whole = waiting.bytes();
    try {
      await blob.upload(whole, whole.length, options);
    } catch (error) {
      if (!isContested(error) || (await blob.exists(limitTime()))) throw error;
      await commitStaged();
    }
  }

  return {
    async write(part) {
      waiting.add(part);
      if (waiting.length >= blockBytes) await stageWaiting();
    },
    async stage() {
      await stageWaiting();
      return blocks === 0 ? before : [...before, [run, blocks]];
    },
    async commit(metadata, contentMd5) {
      const options = {
        ...limitTime(),
        conditions: { ifNoneMatch: '*' },
        metadata,
        blobHTTPHeaders: { blobContentType: 'application/gzip', blobContentMD5: contentMd5 },
      };
      const commitStaged = async () => blob.commitBlockList(listBlockIds(await this.stage()), options);
      try {
        if (before.length > 0 || blocks > 0) await commitStaged();
        else await putWhole(options, commitStaged);
        waiting.free();
        return 'created';
      } catch (error) {
        if (!isContested(error)) throw error;
        return (await blob.exists(limitTime())) ? 'exists' : 'expired';
      }
    },
  };
}

function isContested(error: unknown): boolean {
  return error instanceof RestError && contested.has(error.code ?? '');
}

/** All block ids of one blob have one length. */
function blockId(run: string, block: number): string {
  return Buffer.from(`${run}-${String(block).padStart(6, '0')}`).toString('base64');
}

function listBlockIds(staged: StagedBlocks): string[] {
  return staged.flatMap(([run, blocks]) => Array.from({ length: blocks }, (_, block) => blockId(run, block)));
}
