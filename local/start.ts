/**
 * `npm start`: the whole system on this machine, without Azure and without a tenant. Calls end every few seconds in
 * the simulated tenant, and one sees them archived.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { makeArchiveScreen } from './archive-screen.ts';
import { buildCliIfNeeded, buildIfNeeded, buildReaderIfNeeded } from './build.ts';
import { describeCall } from './describe-call.ts';
import { type CompanyCalls, listCompanyCalls } from './graph-simulator/company/company-calls.ts';
import { makeCompany } from './graph-simulator/company/people.ts';
import { minuteMs } from './graph-simulator/durations.ts';
import type { GraphSimulator } from './graph-simulator/start-graph-simulator.ts';
import { formatIntroduction, formatThingsToTry } from './introduction.ts';
import { makeLocalClock } from './local-clock.ts';
import { startLocalSystem } from './local-system.ts';
import { makeLoggedEvents } from './logged-events.ts';
import { runTimer } from './run-timer.ts';
import { leaveAddresses } from './running-system-file.ts';
import { formatVerified, sealAndVerify } from './seal-and-verify.ts';
import { parseStartOptions, startUsage } from './start-options.ts';
import { endToldCall, fillGraph, type ToldCall, tellCompany, tellMixed } from './told-calls.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

const options = parseStartOptions(process.argv.slice(2));
if (!options) {
  process.stderr.write(startUsage);
  process.exit(2);
}
const { calls, everyMs, blobs, mixed } = options;
const leaving = new AbortController();
const { signal } = leaving;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => leaving.abort());

print('Building the apps, then starting Azurite, the Graph simulator and the apps …');
await buildIfNeeded();
await buildReaderIfNeeded();
await buildCliIfNeeded();
let blobUrl: string | undefined;
const screen = makeArchiveScreen({
  columns: process.stdout.columns ?? (Number(process.env['COLUMNS']) || 80),
  blobUrl: () => blobUrl,
  print,
});
const company = listCompanyCalls(makeCompany(), 'contoso', new Date());
// When calls are counted, each is told; else the app finds those of two days by itself.
const found = mixed || calls ? [] : company.recent;
for (const { id } of found) screen.introduce(id, undefined);
const clock = makeLocalClock();
const logged = makeLoggedEvents();
const system = await startLocalSystem({
  port: Number(process.env['PORT'] || 7071),
  reader: { port: Number(process.env['READER_PORT'] || 7072) },
  clock,
  onLine(line) {
    screen.readLogLine(line);
    logged.readLogLine(line);
  },
  settings: {
    SUBSCRIPTION_SCHEDULE: '*/2 * * * * *',
    REPORTS_SCHEDULE: '20 * * * * *',
    // It is asked for, when what it compares is archived.
    SEAL_SCHEDULE: '0 0 0 1 1 *',
    ...(calls && { RECONCILE_SCHEDULE: '0 17 0 * * *' }),
  },
  fillGraph: (graph) => fillGraph(graph, found),
}).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
if (blobs) blobUrl = system.azurite.blobUrl;
const removeAddresses = await leaveAddresses(system);
print(formatIntroduction(system, { mixed, found: found.length }));
void system.host.ended.then(() => leaving.abort());
void system.reader?.ended.then(() => leaving.abort());
try {
  await run(system.graph);
} catch (error) {
  if (!signal.aborted) throw error;
} finally {
  await removeAddresses();
  await system.close();
  clock.close();
}
print(`${screen.archivedCount()} call records were archived. Everything is stopped, and nothing was kept.`);

/** Resolves when as many calls as were wanted are archived. */
async function run(graph: GraphSimulator): Promise<void> {
  const left = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => left.reject(signal.reason), { once: true });
  left.promise.catch(() => undefined);
  const orLeft = <T>(work: Promise<T>) => Promise.race([work, left.promise]);

  await orLeft(graph.until(() => graph.subscriptions().length > 0, { what: 'a subscription' }));
  await orLeft(screen.untilArchived(found.map(({ id }) => id)));
  if (found.length > 0) print(`${found.length} calls of yesterday and today are archived.`);
  if (!calls) {
    print(formatThingsToTry(company.recent.find(({ cause }) => cause === 'bad-wifi')));
    void sealEachMinute();
  }
  await orLeft(screen.untilArchived(await tell(graph, mixed ? tellMixed() : tellCompany(rest()))));
  print(formatVerified(await orLeft(sealAndVerify(system, logged, clock))));
}

/** From now on, until the system is left. */
async function sealEachMinute(): Promise<void> {
  while (!signal.aborted) {
    await runTimer(system.host, 'seal-schedule').catch(({ message }) => print(`Sealing: ${message}`));
    await delay(minuteMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What the app has not found by itself. */
function rest(): CompanyCalls {
  return found.length > 0 ? { ...company, recent: [] } : company;
}

/** Calls end one after the other. Returns their ids. */
async function tell(graph: GraphSimulator, told: Generator<ToldCall, never>): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < (calls ?? Number.POSITIVE_INFINITY)) {
    const one = told.next().value;
    if (one.call) screen.introduce(one.record.id, describeCall(one.call));
    endToldCall(graph, one);
    ids.push(one.record.id);
    await delay(everyMs, undefined, { signal });
  }
  return ids;
}
