/**
 * How long Graph waits for its 202, beside one bare Put Message to the same Azurite: through the use case with the real
 * queue, and over HTTP in the functions host.
 */
import { createServer } from 'node:http';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { type Bench, roundsOf } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { listenOnLoopback } from '../loopback.ts';
import { makeOurWebhook } from '../ours.ts';
import { type RunningScript, startScript } from '../processes.ts';
import { timeRounds } from '../rounds.ts';
import { median, ratios } from '../statistics.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const clientState = 'a secret of the benchmark';
const ofOne = makeEnvelope(1);
const ofMany = makeEnvelope(100);

export async function measureWebhook(bench: Bench): Promise<Measured[]> {
  const azurite = await startAzurite();
  const silence = await startSilence();
  const host = await startHost(bench, azurite, silence.url);

  const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const [bare, ours] = [queues.getQueueClient('bench-bare'), queues.getQueueClient('bench-webhook')];
  await Promise.all([bare.create(), ours.create()]);
  const webhook = makeOurWebhook(azurite.connectionString, ours.name, clientState);
  const overHttp = async (body: Buffer) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${host.ready}/notifications`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  };
  const message = Buffer.from(JSON.stringify({ id: crypto.randomUUID() })).toString('base64');
  const [rounds, calls] = [roundsOf(bench), bench.quick ? 10 : 100];
  const inProcess = {
    bare: () => bare.sendMessage(message),
    one: () => accept(webhook(ofOne)),
    many: () => accept(webhook(ofMany)),
  };
  const throughHost = { httpOne: () => accept(overHttp(ofOne)), httpMany: () => accept(overHttp(ofMany)) };
  const costs = {
    ...(await timeRounds(inProcess, rounds, calls)),
    ...(await timeRounds(throughHost, rounds, calls)),
  };
  await host.stop();
  silence.close();
  await azurite.close();

  for (const [name, values] of Object.entries(costs))
    bench.say(`${name} p50 ${median(values).toFixed(2)} ms`);
  const batch = ratios(costs.many, costs.one);
  const put = ratios(costs.one, costs.bare);
  return [
    { figure: 'webhook-batch', value: median(batch), rounds: batch, floor: costs.bare },
    { figure: 'webhook-put', value: median(put), rounds: put, floor: costs.bare },
    { figure: 'webhook-http', value: median(costs.httpOne), rounds: costs.httpOne },
    { figure: 'webhook-http-batch', value: median(costs.httpMany), rounds: costs.httpMany },
  ];
}

async function accept(status: Promise<number>): Promise<void> {
  if ((await status) !== 202) throw new Error(`Posting notifications: the answer is ${await status}`);
}

/** As Graph sends them: https://learn.microsoft.com/graph/api/resources/changenotification */
function makeEnvelope(count: number): Buffer {
  const value = Array.from({ length: count }, () => {
    const id = crypto.randomUUID();
    return {
      subscriptionId: crypto.randomUUID(),
      subscriptionExpirationDateTime: '2026-11-20T11:00:00.0000000Z',
      changeType: 'updated',
      clientState,
      tenantId,
      resource: `communications/callRecords/${id}`,
      resourceData: {
        '@odata.type': '#microsoft.graph.callrecord',
        '@odata.id': `communications/callRecords/${id}`,
        id,
      },
    };
  });
  return Buffer.from(JSON.stringify({ value }));
}

/** An identity that never answers: the host's queue trigger waits for its token, and does not disturb. */
async function startSilence(): Promise<{ url: string; close(): void }> {
  const server = createServer(() => undefined);
  const url = await listenOnLoopback(server);
  return { url, close: () => server.close().closeAllConnections() };
}

function startHost(bench: Bench, azurite: Azurite, silentUrl: string): Promise<RunningScript> {
  const settings = {
    ArchiveStorage: azurite.connectionString,
    GRAPH_BASE_URL: silentUrl,
    GRAPH_TENANT_ID: tenantId,
    IDENTITY_ENDPOINT: silentUrl,
    IDENTITY_HEADER: 'none',
    NOTIFICATION_CLIENT_STATE: clientState,
    PORT: '0',
    PUBLIC_BASE_URL: 'http://127.0.0.1:1',
  };
  return startScript({
    path: 'local/functions-host/main.ts',
    env: { ...bench.env, ...settings },
    readyLine: /^ready: (\S+)$/,
  });
}
