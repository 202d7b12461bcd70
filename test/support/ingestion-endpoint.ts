/** Where telemetry goes in a test: an endpoint of Application Insights on loopback that keeps what it is sent. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { makeCertificate } from './make-certificate.ts';
import { serveLocally } from './serve-locally.ts';

/** An item of telemetry, as far as tests look into it. */
export interface TelemetryItem {
  name: string;
  tags: Record<string, string>;
  data: {
    baseType: 'EventData' | 'MetricData' | 'RemoteDependencyData' | (string & {});
    baseData: {
      name?: string;
      resultCode?: string;
      success?: boolean;
      target?: string;
      data?: string;
      properties?: Record<string, string>;
      measurements?: Record<string, number>;
      metrics?: { name: string; value: number; count?: number; min?: number; max?: number }[];
    };
  };
}

export interface IngestionEndpoint {
  /** What lets an app that is started with them send here, and nowhere else. */
  settings: Record<string, string>;
  items: TelemetryItem[];
  /** The bodies as they came. */
  texts: string[];
  close(): Promise<void>;
}

export async function startIngestionEndpoint(): Promise<IngestionEndpoint> {
  const items: TelemetryItem[] = [];
  const texts: string[] = [];
  const certificate = makeCertificate();
  const server = createServer(certificate, async (request, response) => {
    const body = await buffer(request);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
    const sent: TelemetryItem[] = JSON.parse(text);
    texts.push(text);
    items.push(...sent);
    const answer = { itemsReceived: sent.length, itemsAccepted: sent.length, errors: [] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const { host, close } = await serveLocally(server);
  const folder = await mkdtemp(join(tmpdir(), 'ingestion-'));
  const trusted = join(folder, 'certificate.pem');
  await writeFile(trusted, certificate.cert);
  return {
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${crypto.randomUUID()};IngestionEndpoint=https://${host}/`,
      NODE_EXTRA_CA_CERTS: trusted,
      // The library also reports on itself, and asks for its own settings, somewhere in the internet.
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1',
    },
    items,
    texts,
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
