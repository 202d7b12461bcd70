/** Answers of Graph that were not archived, as blobs in `call-evidence`. */
import type { ContainerClient } from '@azure/storage-blob';
import type { EvidenceStore } from '../../ports/evidence-store.ts';

export function makeBlobEvidenceStore(container: ContainerClient): EvidenceStore {
  return {
    async put(name, body) {
      const blobHTTPHeaders = { blobContentType: 'application/octet-stream' };
      await container.getBlockBlobClient(name).upload(body, body.length, { blobHTTPHeaders });
    },
  };
}
