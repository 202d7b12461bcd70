/** Proof as create-only blobs in `call-proof`: a file in one piece is one Put Blob, one that comes in parts is staged. */
import { createHash, hash } from 'node:crypto';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import type { ProofStore } from '../../ports/proof-store.ts';
import { openBlobWriter } from './blob-record-store.ts';
import { limitTime } from './time-limit.ts';

export function makeBlobProofStore(container: ContainerClient): ProofStore {
  async function createWhole(path: string, body: Uint8Array): Promise<'created' | 'exists'> {
    try {
      await container.getBlockBlobClient(path).upload(body, body.length, {
        ...limitTime(),
        conditions: { ifNoneMatch: '*' },
        blobHTTPHeaders: {
          blobContentType: contentTypeOf(path),
          blobContentMD5: hash('md5', body, 'buffer'),
        },
      });
      return 'created';
    } catch (error) {
      if (error instanceof RestError && taken.has(error.code ?? '')) return 'exists';
      throw error;
    }
  }

  async function createInParts(path: string, body: AsyncIterable<Uint8Array>): Promise<'created' | 'exists'> {
    const writer = openBlobWriter(container.getBlockBlobClient(path), []);
    const md5 = createHash('md5');
    for await (const part of body) {
      md5.update(part);
      await writer.write(part);
    }
    const outcome = await writer.commit({}, md5.digest());
    if (outcome === 'expired') throw new Error(`Writing ${path}: its parts were gone before it was complete`);
    return outcome;
  }

  return {
    create: (path, body) =>
      body instanceof Uint8Array ? createWhole(path, body) : createInParts(path, body),
  };
}

/** A policy lets nothing be replaced either. */
const taken = new Set(['BlobAlreadyExists', 'BlobImmutableDueToPolicy', 'ConditionNotMet']);

function contentTypeOf(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  return path.endsWith('.tsr') ? 'application/timestamp-reply' : 'application/gzip';
}
