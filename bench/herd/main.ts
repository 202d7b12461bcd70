/**
 * `npm run bench:herd`: 1, 2, 4 and 10 instances read a backlog from the simulator, whose tenant limit is scaled down and
 * counts refused requests. The client, the pacers and the rule of what follows a refusal are the product's own. Takes
 * about four minutes.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { startGraphSimulator } from '../../local/graph-simulator/start-graph-simulator.ts';
import { makeGraphCallRecords } from '../../src/adapters/graph/graph-call-records.ts';
import { makeGraphClient } from '../../src/adapters/graph/graph-client.ts';
import { GraphError } from '../../src/errors.ts';
import { decideAfterRefusal, graphKeepsMs } from '../../src/model/after-refusal.ts';
import { minuteMs } from '../../src/model/durations.ts';
import { askAtPace } from '../../src/paging/ask-at-pace.ts';
import { recordPace, tenantPace } from '../../src/paging/graph-limits.ts';
import { makePacer, type Pacer } from '../../src/paging/pacer.ts';

/** Graph's 1,500 requests in 20 seconds, scaled down to what a laptop can be asked; the pace likewise. */
const limit = 320;
const windowMs = 8000;
const paceMs = (tenantPace.windowMs * windowMs) / 20_000;
const backlog = 1000;
/** As `RECORD_CONCURRENCY` has it. */
const concurrency = 8;
const musts = { throughput: 0.8, refused: 0.1, longestWait: 3 };

interface Herd {
  seconds: number;
  /** Share of the requests that Graph refused. */
  refused: number;
  /** The longest wait of a record, divided by the mean. */
  longestWait: number;
}

async function runHerd(instances: number): Promise<Herd> {
  const key = (_method: string, path: string) => (path.includes('/callRecords') ? 'all' : undefined);
  const simulator = await startGraphSimulator({
    throttling: [{ name: 'tenant', max: limit, windowMs, key }],
  });
  const records = Array.from({ length: backlog }, (_, i) => makeRecord(`herd ${i}`, { sessions: 1 }));
  for (const record of records) simulator.addRecord(record);
  const answer = await fetch(
    `${simulator.identityEndpoint}?api-version=2019-08-01&resource=https://graph.microsoft.com`,
    { headers: { 'x-identity-header': simulator.identityHeader } },
  );
  const { access_token: token } = JSON.parse(await answer.text());
  const waiting = records.map(({ id }) => ({ id, throttledTries: 0 }));
  const readAfterMs: number[] = [];
  const startedAt = performance.now();

  async function read(
    graph: ReturnType<typeof makeGraphCallRecords>,
    pacer: Pacer,
    id: string,
    tries: number,
  ) {
    try {
      for (const ask of [graph.readRecord, graph.readParticipants]) {
        const page = await askAtPace(pacer, id, () => ask(id));
        page.free();
      }
      readAfterMs.push(performance.now() - startedAt);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const now = new Date();
      const next = decideAfterRefusal(error, {
        now,
        firstTryAt: now,
        failedTries: 0,
        throttledTries: tries,
        forgottenAt: new Date(now.getTime() + graphKeepsMs),
        baseDelayMs: minuteMs,
        random: Math.random(),
      });
      if (next.next !== 'ask-again') throw error;
      const throttledTries = error.status === undefined ? 0 : tries + 1;
      void delay(next.afterMs).then(() => waiting.push({ id, throttledTries }));
    }
  }

  async function work(graph: ReturnType<typeof makeGraphCallRecords>, pacer: Pacer): Promise<void> {
    while (readAfterMs.length < backlog) {
      const next = waiting.shift();
      if (next) await read(graph, pacer, next.id, next.throttledTries);
      else await delay(50);
    }
  }

  await Promise.all(
    Array.from({ length: instances }, async () => {
      const client = makeGraphClient({
        origin: simulator.origin,
        apiVersion: 'v1.0',
        readAccessToken: async () => token,
      });
      const graph = makeGraphCallRecords(client, { omitNulls: false });
      const whole = makePacer({ ...tenantPace, limit, windowMs: paceMs });
      const pacer = makePacer({ ...recordPace, limitOfAll: limit, windowMs: paceMs }, whole);
      await Promise.all(Array.from({ length: concurrency }, () => work(graph, pacer)));
      await client.close();
    }),
  );
  const refused = Object.values(simulator.throttled()).reduce((sum, count) => sum + count, 0);
  const asked = simulator.countRequests({ path: 'callRecords' });
  await simulator.close();
  const longestMs = Math.max(...readAfterMs);
  const meanMs = readAfterMs.reduce((sum, one) => sum + one, 0) / backlog;
  return { seconds: longestMs / 1000, refused: refused / asked, longestWait: longestMs / meanMs };
}

process.stdout.write(`${backlog} records, two requests each; ${limit} requests in ${windowMs / 1000} s\n`);
let alone: Herd | undefined;
for (const instances of [1, 2, 4, 10]) {
  const herd = await runHerd(instances);
  alone ??= herd;
  const throughput = alone.seconds / herd.seconds;
  const holds =
    throughput >= musts.throughput && herd.refused <= musts.refused && herd.longestWait <= musts.longestWait;
  if (!holds) process.exitCode = 1;
  process.stdout.write(
    `${String(instances).padStart(2)} instances: ${(backlog / herd.seconds).toFixed(1)} records a second, ` +
      `${throughput.toFixed(2)} of one; ${(100 * herd.refused).toFixed(1)} % refused; ` +
      `longest wait ${herd.longestWait.toFixed(2)} of the mean${holds ? '' : '  MISSED'}\n`,
  );
}
