/** The text that explains the archive, as a blob at the root of `call-records`. */
import { type ContainerClient, RestError } from '@azure/storage-blob';
import { readmeName } from '../../model/archive-readme.ts';
import type { ReadmeStore } from '../../ports/readme-store.ts';
import { limitTime } from './time-limit.ts';

export function makeBlobReadmeStore(container: ContainerClient): ReadmeStore {
  const blob = container.getBlockBlobClient(readmeName);
  return {
    async readDigest() {
      try {
        return (await blob.getProperties(limitTime())).metadata?.['digest'] ?? '';
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async put(text, digest) {
      const bytes = Buffer.from(text);
      const blobHTTPHeaders = { blobContentType: 'text/markdown; charset=utf-8' };
      try {
        await blob.upload(bytes, bytes.length, { ...limitTime(), blobHTTPHeaders, metadata: { digest } });
      } catch (error) {
        if (!(error instanceof RestError && error.code === 'BlobImmutableDueToPolicy')) throw error;
      }
    },
  };
}
