/** Answers of Graph that were not archived, and reports, as blobs in `call-evidence`. */
import type { ContainerClient } from '@azure/storage-blob';
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import { makeBlobHeldFiles } from './blob-held-files.ts';
import { limitTime } from './time-limit.ts';

export function makeBlobEvidenceStore(container: ContainerClient): EvidenceStore {
  const files = makeBlobHeldFiles(() => container);
  return {
    open: (name) => files.open(container.containerName, name),
    async put(name, body) {
      const blobContentType = name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
      const blobHTTPHeaders = { blobContentType };
      await container.getBlockBlobClient(name).upload(body, body.length, { ...limitTime(), blobHTTPHeaders });
    },
  };
}
