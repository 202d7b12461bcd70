/** What a page costs in round trips to storage, counted on the wire, and in bytes to the reader. */
import { gzipSync } from 'node:zlib';
import { type ServedPages, servePages } from '../../test/support/served-pages.ts';
import type { Measured } from '../figures.ts';
import { startCountingProxy } from '../measure/counting-proxy.ts';
import { getPage } from './get-page.ts';
import type { ReaderArchive } from './reader-archive.ts';

/** The access log is left out: it is one more write. */
export async function measureRequests(archive: ReaderArchive): Promise<Measured[]> {
  const { azurite, tenantId, person, meeting } = archive;
  const [smallCall] = archive.smallCalls;
  const proxy = await startCountingProxy(azurite);
  try {
    const count = async (path: string) => {
      const served = servePages(proxy.connectionString, { tenantId, noteLook: async () => undefined });
      proxy.counts.clear();
      await getPage(served, path);
      return [...proxy.counts.values()].reduce((sum, requests) => sum + requests, 0);
    };
    const search = await count(`/calls?who=${person}`);
    const call = await count(`/calls/${smallCall.callId}`);
    const served = servePages(azurite.connectionString, { tenantId, noteLook: async () => undefined });
    const paths = [
      '/',
      `/calls?who=${person}`,
      `/people/${person}`,
      `/calls/${smallCall.callId}`,
      `/calls/${meeting.callId}`,
      '/days',
    ];
    const sizes = await Promise.all(paths.map((path) => sizeOf(served, path)));
    return [
      { figure: 'reader-search-round-trips', value: search },
      { figure: 'reader-call-round-trips', value: call },
      { figure: 'reader-page-size', value: Math.max(...sizes) / 1000 },
    ];
  } finally {
    proxy.close();
  }
}

/** Compressed, without the drawing of the timeline. */
async function sizeOf(served: ServedPages, path: string): Promise<number> {
  const page = await getPage(served, path);
  return gzipSync(page.toString('utf8').replaceAll(/<svg.*?<\/svg>/gs, '')).length;
}
