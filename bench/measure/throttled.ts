/**
 * A meeting of 10,000 through the whole app while Graph's documented limits hold in real time: subscription,
 * notification, pages, messages to resume, blob, rows. The app is in the functions host, Graph in another process.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { findFreePort } from '../../local/find-free-port.ts';
import { parseLogLine } from '../../local/parse-log-line.ts';
import type { Bench } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { readMemoryOf } from '../memory-use.ts';
import { recordsContainer } from '../ours.ts';
import { startScript } from '../processes.ts';
import { countPages, planMeeting } from '../workloads.ts';

const maxSeconds = 300;

interface Simulator {
  origin: string;
  identityEndpoint: string;
  identityHeader: string;
  tenantId: string;
}

export async function measureThrottled(bench: Bench): Promise<Measured[]> {
  const plan = planMeeting(bench.quick ? 600 : 10_000);
  const azurite = await startAzurite();
  const graph = await startScript({
    path: 'local/graph-simulator/main.ts',
    args: ['--throttling', 'documented'],
    env: bench.env,
    readyLine: /^ready (.*)$/,
  });
  const simulator = JSON.parse(graph.ready) as Simulator;
  const archived = Promise.withResolvers<string>();
  const events = new Map<string, number>();
  const port = await findFreePort();
  const host = await startScript({
    path: 'local/functions-host/main.ts',
    env: { ...bench.env, ...wire(simulator, azurite.connectionString, port) },
    readyLine: /^ready: (\S+)$/,
    onLine(line) {
      const { name = '', facts } = parseLogLine(line) ?? {};
      if (name) events.set(name, (events.get(name) ?? 0) + 1);
      if (name === 'archiving.record-archived') archived.resolve(String(facts?.['blob']));
    },
  });
  // A new app first catches up with what Graph has; then it is idle.
  await until('the first reconcile', () => events.has('reconciling.completed'));
  events.clear();

  const idle = readMemoryOf(host.pid);
  const startedAt = performance.now();
  const call = (await control(simulator, 'calls', plan)) as { id: string };
  const blob = await Promise.race([archived.promise, tooLong()]);
  const seconds = (performance.now() - startedAt) / 1000;
  const peak = readMemoryOf(host.pid);
  const requests = (await control(simulator, `requests?recordId=${call.id}`)) as { status: number }[];
  await compare(blob, azurite, `${simulator.origin}/_simulator/records/${call.id}/1/document`);
  await host.stop();
  await Promise.all([graph.stop(), azurite.close()]);

  bench.say([...events].map(([name, count]) => `${name} ${count}`).join(', '));
  const refusals = requests.filter(({ status }) => status === 429).length;
  const memory: Measured[] =
    idle && peak ? [{ figure: 'throttled-memory', value: (peak.peakBytes - idle.rssBytes) / 1e6 }] : [];
  return [
    { figure: 'throttled-requests', value: requests.length / countPages(plan) },
    { figure: 'throttled-refusals', value: refusals },
    { figure: 'throttled-seconds', value: seconds },
    ...memory,
  ];
}

function wire(simulator: Simulator, connectionString: string, port: number): Record<string, string> {
  return {
    ArchiveStorage: connectionString,
    GRAPH_BASE_URL: simulator.origin,
    GRAPH_TENANT_ID: simulator.tenantId,
    IDENTITY_ENDPOINT: simulator.identityEndpoint,
    IDENTITY_HEADER: simulator.identityHeader,
    NOTIFICATION_CLIENT_STATE: crypto.randomUUID(),
    PORT: String(port),
    PUBLIC_BASE_URL: `http://127.0.0.1:${port}`,
    RECONCILE_SCHEDULE: '0 0 0 1 1 *',
    SUBSCRIPTION_SCHEDULE: '* * * * * *',
  };
}

/** What was archived in pieces must be what the simulator says it is, byte for byte. */
async function compare(blob: string, { connectionString }: Azurite, documentUrl: string): Promise<void> {
  const storage = BlobServiceClient.fromConnectionString(connectionString);
  const container = storage.getContainerClient(recordsContainer);
  const { metadata } = await container.getBlobClient(blob).getProperties();
  const document = await (await fetch(documentUrl)).bytes();
  const sha256 = createHash('sha256').update(document).digest('hex');
  if (metadata?.['sha256'] !== sha256) throw new Error(`Comparing ${blob}: it is not the record`);
}

async function control({ origin }: Simulator, verb: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${origin}/_simulator/${verb}`, init);
  if (!answer.ok) throw new Error(`Asking the simulator for ${verb}: ${await answer.text()}`);
  return answer.json();
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waiting for ${what}: it is not there after a minute`);
    await delay(200);
  }
}

async function tooLong(): Promise<never> {
  await delay(maxSeconds * 1000, undefined, { ref: false });
  throw new Error(`Archiving under limits: the record is not there after ${maxSeconds} s`);
}
