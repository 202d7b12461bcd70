/**
 * `npm run bench:reports`: a simulated year of the five call reports, archived by the app in the functions host at Graph's
 * documented limits, compared row by row with what Graph has, then read again; the memory of the app meanwhile. Takes about
 * ten minutes.
 */
import { startAzurite } from '../../local/azurite.ts';
import { parseLogLine } from '../../local/parse-log-line.ts';
import { dayMs } from '../../src/model/durations.ts';
import { deployedNodeOptions } from '../deployed-node.ts';
import { startScript } from '../processes.ts';
import { compareDays, listNewestRuns } from './compare.ts';
import { judgeMemory, makeMemoryWatch } from './memory.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
/** Rows of a year; for dial-out the calls that its rows add up. */
const sizes = {
  'pstn-calls': 220_000,
  'direct-routing-calls': 40_000,
  sms: 20_000,
  'blocked-users': 500,
  'dial-out': 30_000,
};
const names = Object.keys(sizes);

const say = (line: string) =>
  process.stdout.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}\n`);

interface ReportEvent {
  name: string;
  facts: Record<string, unknown>;
}

const azurite = await startAzurite();
const graph = await startScript({
  path: 'local/graph-simulator/main.ts',
  args: ['--throttling', 'documented', '--tenant-id', tenantId],
  env: process.env,
  readyLine: /^ready (.*)$/,
});
const { origin, identityEndpoint, identityHeader } = JSON.parse(graph.ready);
const now = Date.now();
const year = { from: new Date(now - 365 * dayMs).toISOString(), to: new Date(now).toISOString() };
for (const [report, count] of Object.entries(sizes)) {
  const body = JSON.stringify({ report, seed: 'year', count, ...year, lineBreaks: 0.02 });
  await fetch(`${origin}/_simulator/reports/rows`, { method: 'POST', body });
}
say(
  `Graph has ${Object.entries(sizes)
    .map((size) => size.join(' '))
    .join(', ')} from ${year.from} on`,
);

const first = await runRound();
for (const line of first.memory.lines) say(line);
const runs = await listNewestRuns(azurite.connectionString);
const found = await compareDays(origin, names, year, runs);
for (const line of found.lines) say(line);
const second = await runRound();
const runsAfter = await listNewestRuns(azurite.connectionString);
const written = runsAfter.count - runs.count;
say(`a second round wrote ${written} runs`);
say(`429 by Graph: ${await (await fetch(`${origin}/_simulator/throttled`)).text()}`.trim());
await graph.stop();
await azurite.close();
const isComplete = found.wrongDays === 0 && written === 0 && first.failed + second.failed === 0;
say(isComplete ? 'Every row is in the newest runs exactly once, byte for byte.' : 'Something is wrong.');
process.exit(isComplete && first.memory.isSmall ? 0 : 1);

/** Lets the timer begin one round, and ends the app when every report is done. */
async function runRound() {
  const due = new Date(Date.now() + 15_000);
  const startedAt = performance.now();
  const events: ReportEvent[] = [];
  const done = Promise.withResolvers<void>();
  const watch = makeMemoryWatch(names);
  const host = await startScript({
    path: 'local/functions-host/main.ts',
    readyLine: /^ready: (\S+)$/,
    env: {
      ...process.env,
      NODE_OPTIONS: [process.env['NODE_OPTIONS'] ?? '', ...deployedNodeOptions].join(' '),
      ArchiveStorage: azurite.connectionString,
      GRAPH_BASE_URL: origin,
      GRAPH_TENANT_ID: tenantId,
      IDENTITY_ENDPOINT: identityEndpoint,
      IDENTITY_HEADER: identityHeader,
      NOTIFICATION_CLIENT_STATE: 'a secret of the year of reports',
      PUBLIC_BASE_URL: 'http://127.0.0.1:7071',
      PORT: '0',
      SUBSCRIPTION_SCHEDULE: '0 0 0 1 1 *',
      RECONCILE_SCHEDULE: '0 0 0 1 1 *',
      REPORTS_SCHEDULE: `${due.getUTCSeconds()} ${due.getUTCMinutes()} ${due.getUTCHours()} * * *`,
      CALL_REPORTS: names.join(),
    },
    onLine(line) {
      const event = parseLogLine(line);
      if (!event?.name.startsWith('reporting.')) return;
      events.push(event);
      if (event.name === 'reporting.window-read') watch.passWindow(event.facts);
      if (event.name === 'reporting.paused') say(`paused: ${JSON.stringify(event.facts)}`);
      if (event.name === 'reporting.failed') say(`failed: ${JSON.stringify(event.facts)}`);
      if (countOf('reporting.completed') === names.length) done.resolve();
    },
  });
  const countOf = (name: string) => events.filter((event) => event.name === name).length;
  watch.begin(host.pid);
  await done.promise;
  describe(events, (performance.now() - startedAt) / 1000 - 15);
  const memory = judgeMemory(watch.end());
  await host.stop();
  return { memory, failed: countOf('reporting.failed') };
}

function describe(events: ReportEvent[], seconds: number): void {
  for (const name of names) {
    const windows = events.filter(
      ({ name: event, facts }) => event === 'reporting.window-read' && facts['report'] === name,
    );
    const sum = (fact: string) => windows.reduce((total, { facts }) => total + Number(facts[fact]), 0);
    say(
      `${name}: ${windows.length} windows, ${sum('pages')} pages, ${sum('rows')} rows, ` +
        `${sum('written')} days written, ${sum('unchanged')} unchanged, ${sum('repeated')} rows given twice`,
    );
  }
  say(`a round of about ${seconds.toFixed(0)} s`);
}
