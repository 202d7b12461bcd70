/**
 * After the storm: waits until the app has handled what it knows, then does what time would do, a reconcile of all
 * 30 days and a redrive of what waits for a day or for half an hour.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { minuteMs } from '../../graph-simulator/durations.ts';
import { countMessages, readRows } from '../witness/read-storage.ts';
import type { ChaosSystem } from './start-system.ts';

export interface Recovery {
  /** Announced calls that were neither archived nor in the ledger before anything was requested again. */
  forgotten: string[];
  /** Calls that the reconcile found missing. */
  foundMissing: number;
  /** Calls that were requested from the ledger. */
  redriven: number;
  /** What another reconcile finds missing in the end. */
  missingAtLast: number;
}

/** What has to be there in the end: `{callId} v{version}` of each newest version; and what was announced of it. */
export interface Due {
  readonly newest: ReadonlyMap<string, string>;
  readonly announced: ReadonlySet<string>;
}

interface State {
  archived: Set<string>;
  /** Open rows that are not requested soon. */
  resting: string[];
  /** Open rows with a message on its way. */
  active: string[];
}

/** The longest that nothing may move: the app waits a minute for a storage that gives no answer. */
const patienceMs = 80_000;
const maxRedrives = 8;
const sayEveryMs = 20_000;
/** A row whose next try is further off waits for the daily reconcile, for an operator, or half an hour. */
const restingMs = 5 * minuteMs;

export async function recover(
  due: Due,
  system: ChaosSystem,
  say: (progress: string) => void,
): Promise<Recovery> {
  const waitFor = async (callIds: Iterable<string>) => untilAtRest(due, [...callIds], system, say);
  const afterStorm = await waitFor(due.announced);
  const foundMissing = await reconcile(system);
  let { state } = await waitFor(due.newest.keys());
  let redriven = 0;
  for (let round = 0; round < maxRedrives; round += 1) {
    const open = state.resting.filter((callId) => due.newest.has(callId));
    if (open.length === 0) break;
    redriven += open.length;
    await post(system, 'redrive', { callIds: open });
    await delay(500);
    ({ state } = await waitFor(due.newest.keys()));
  }
  // A process that knows nothing of what was: it counts by the storage alone, and at once, since nothing was listed.
  await system.host.kill();
  await system.restartHost();
  const missingAtLast = await reconcile(system);
  await waitFor(due.newest.keys());
  await system.graph.untilIdle();
  return { forgotten: afterStorm.forgotten, foundMissing, redriven, missingAtLast };
}

/** Waits until each call is in the archive with no open row, or rests in the ledger, up to a limit. */
async function untilAtRest(
  { newest }: Due,
  callIds: readonly string[],
  system: ChaosSystem,
  say: (progress: string) => void,
): Promise<{ state: State; forgotten: string[] }> {
  let left = Number.POSITIVE_INFINITY;
  let saidAt = Date.now();
  for (let since = Date.now(); ; ) {
    const state = await readState(system);
    const resting = new Set(state.resting);
    const active = new Set(state.active);
    const absent = callIds.filter((callId) => !state.archived.has(`${callId} ${newest.get(callId)}`));
    const moving = callIds.filter((callId) => active.has(callId));
    const forgotten = absent.filter((callId) => !resting.has(callId) && !active.has(callId));
    const now = forgotten.length + moving.length;
    if (now < left) since = Date.now();
    left = now;
    if (left === 0 || Date.now() - since > patienceMs) {
      say(`${absent.length} of ${callIds.length} calls are not archived, ${resting.size} rows rest`);
      if (left > 0) say(`nothing moves any more: ${[...forgotten, ...moving].join(' ')}`);
      return { state, forgotten };
    }
    if (Date.now() - saidAt > sayEveryMs) {
      saidAt = Date.now();
      const messages = await countMessages(system.azurite.connectionString, 'archive-requests');
      say(`${left} calls are on their way, ${messages} messages in the queue`);
    }
    await delay(1000);
  }
}

async function readState({ azurite }: ChaosSystem): Promise<State> {
  const index = await readRows(azurite.connectionString, 'CallIndex');
  const ledger = await readRows(azurite.connectionString, 'FailureLedger');
  const open = ledger.filter(({ state }) => state !== 'closed');
  const isResting = (next: unknown) => !next || Date.parse(String(next)) - Date.now() > restingMs;
  const idOf = (row: Readonly<Record<string, unknown>>) => String(row['rowKey']);
  return {
    archived: new Set(
      index
        .filter(({ partitionKey }) => String(partitionKey).startsWith('d-'))
        .map((row) => `${row['call_id']} ${row['version']}`),
    ),
    resting: open.filter(({ next_try: next }) => isResting(next)).map(idOf),
    active: open.filter(({ next_try: next }) => !isResting(next)).map(idOf),
  };
}

/** A full one, to its end. Gives the number of calls that it found missing or newer. */
export async function reconcile(system: ChaosSystem): Promise<number> {
  const completed = ({ name, facts }: { name: string; facts: Record<string, unknown> }) =>
    name === 'reconciling.completed' && facts['cause'] === 'operator';
  const before = system.events.filter(completed).length;
  await post(system, 'reconcile', { full: true });
  await system.untilEvent(completed, before + 1);
  const facts = system.events.filter(completed).at(-1)?.facts;
  return Number(facts?.['missing']) + Number(facts?.['newer']);
}

async function post({ host }: ChaosSystem, route: string, body: unknown): Promise<void> {
  const answer = await fetch(`${host.url}/${route}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`POST /api/${route}: ${answer.status} ${text}`);
}
