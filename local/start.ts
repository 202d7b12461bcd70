/**
 * `npm start`: the whole system on this machine, without Azure and without a tenant. Calls end every few seconds in
 * the simulated tenant, and one sees them archived.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ArchiveScreen, makeArchiveScreen } from './archive-screen.ts';
import { buildCli, buildIfNeeded } from './build.ts';
import { exampleRecords } from './graph-simulator/example-records.ts';
import { makeRecord } from './graph-simulator/generator/make-record.ts';
import type { GraphSimulator } from './graph-simulator/start-graph-simulator.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** One in this many generated calls is announced before Graph can give it, and one in as many is a large meeting. */
const lateEvery = 5;
const largeEvery = 7;

const { calls, everyMs } = readArguments();
const leaving = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => leaving.abort());

print('Building the app, then starting Azurite, the Graph simulator and the app …');
await buildIfNeeded();
const command = `node '${await buildCli()}'`;
let blobUrl = '';
const screen = makeArchiveScreen(() => blobUrl, print);
const system = await startLocalSystem({
  port: Number(process.env['PORT'] || 7071),
  onLine: screen.readLogLine,
  settings: { SUBSCRIPTION_SCHEDULE: '*/10 * * * * *' },
}).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
blobUrl = system.azurite.blobUrl;
introduce(system);
void system.host.ended.then(() => leaving.abort());
await endCalls(system.graph, screen, leaving.signal).catch((error: unknown) => {
  if (!leaving.signal.aborted) throw error;
});
await system.close();
print(`${screen.archivedCount()} call records were archived. Everything is stopped, and nothing was kept.`);

function readArguments(): { calls: number; everyMs: number } {
  const { values } = parseArgs({
    options: { calls: { type: 'string', default: 'Infinity' }, every: { type: 'string', default: '2' } },
  });
  const calls = Number(values.calls);
  const everyMs = Number(values.every) * 1000;
  if (calls >= 1 && everyMs >= 0) return { calls, everyMs };
  process.stderr.write('Usage: npm start -- --calls N --every SECONDS (without --calls until Ctrl-C)\n');
  process.exit(2);
}

function introduce({ host, graph, azurite }: LocalSystem): void {
  print(`
  The app            ${host.url}
  Microsoft Graph    ${graph.origin} (simulator)
  Storage            ${azurite.blobUrl} (Azurite, in memory)

  Calls end in the simulated tenant now. Read an archived record with
    curl -s URL | gunzip
  and the archive, in another terminal, with
    export CALL_ARCHIVE_URL=${host.url} ArchiveStorage='${azurite.connectionString}'
    ${command} search --from 7d
    ${command} status
  Ctrl-C stops everything.
`);
}

/** Microsoft's own example records first, then generated ones; resolves when all of them are archived. */
async function endCalls(graph: GraphSimulator, screen: ArchiveScreen, signal: AbortSignal): Promise<void> {
  const left = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => left.reject(signal.reason), { once: true });
  left.promise.catch(() => undefined);

  await Promise.race([
    graph.until(() => graph.subscriptions().length > 0, { what: 'a subscription' }),
    left.promise,
  ]);
  const examples = exampleRecords();
  for (let call = 0; call < calls; call += 1) {
    const example = examples[call];
    if (example) graph.endCall(example);
    else endGeneratedCall(graph, call);
    await delay(everyMs, undefined, { signal });
  }
  await Promise.race([screen.untilArchived(calls), left.promise]);
}

function endGeneratedCall(graph: GraphSimulator, call: number): void {
  const size = call % largeEvery === 0 ? { sessions: 150, participants: 300 } : {};
  graph.endCall(makeRecord(call, { endedAt: new Date(), ...size }), {
    readableAfterMs: call % lateEvery === 0 ? 3000 : 0,
  });
}
