/** Stands before a storage account and lists a day of records that is made, not stored. Everything else is passed on. */
import { createServer } from 'node:http';
import { forward, listenOnLoopback } from '../loopback.ts';
import { formatListPage } from './made-day.ts';

export interface ListingServer {
  /** The given one, with the address of this server. */
  connectionString: string;
  /** Pages that it has listed since it was asked last. */
  takePages(): number;
  close(): void;
}

/** `files` of `day` are listed, whatever the container holds. */
export async function startListingServer(
  connectionString: string,
  { day, files }: { day: string; files: number },
): Promise<ListingServer> {
  const blobEndpoint = /BlobEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? '';
  const target = new URL(blobEndpoint);
  let pages = 0;
  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '', 'http://127.0.0.1');
    const isListing = url.searchParams.get('comp') === 'list' && url.pathname.endsWith('/call-records');
    if (!isListing) return forward(message, response, target);
    pages += 1;
    const from = Number(url.searchParams.get('marker') ?? 0);
    const to = Math.min(files, from + Number(url.searchParams.get('maxresults') ?? 5000));
    response.writeHead(200, { 'content-type': 'application/xml', 'x-ms-version': '2026-02-06' });
    response.end(formatListPage(day, from, to, files));
  });
  const origin = await listenOnLoopback(server);
  return {
    connectionString: connectionString.replace(target.origin, origin),
    takePages() {
      const taken = pages;
      pages = 0;
      return taken;
    },
    close: () => server.close().closeAllConnections(),
  };
}
