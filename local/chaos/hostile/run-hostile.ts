/** Thousands of hostile bodies to both webhook routes; then an honest notification, which must go through as ever. */
import pLimit from 'p-limit';
import { makeRecord } from '../../graph-simulator/generator/make-record.ts';
import { makeRandom } from '../../graph-simulator/generator/random.ts';
import type { ChaosOutput } from '../run-chaos.ts';
import { type ChaosSystem, startChaosSystem } from '../storm/start-system.ts';
import { readRows, readStorage } from '../witness/read-storage.ts';
import { makeHostileBody } from './make-body.ts';
import { inspected, parseInspectorLine, readHeapMiB } from './read-heap.ts';
import { sendBody } from './send-body.ts';

export interface HostileOptions {
  readonly seed: string;
  /** Each goes to both routes. */
  readonly bodies: number;
}

export interface HostileResult {
  readonly seed: string;
  readonly requests: number;
  readonly bodies: Readonly<Record<string, number>>;
  /** How often each status was the answer; `none` where the body broke off or the connection was closed. */
  readonly statuses: Readonly<Record<string, number>>;
  /** `{kind} {status}` of answers that must not be. */
  readonly wrong: readonly string[];
  /** From the last byte of a body to its answer. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** What the app holds, in MiB, when its garbage is collected: after a tenth, after half, in the end. */
  readonly heap: { readonly before: number; readonly half: number; readonly after: number };
  /** The app is the process that it was, and a call that was announced afterwards is archived. */
  readonly alive: boolean;
  /** Calls that stand in the archive or the ledger and should not. */
  readonly foreign: number;
}

const routes = ['notifications', 'lifecycle'] as const;
const atOnce = 16;
const allowed = new Set([202, 400, 411, 413]);

export async function runHostile(
  { seed, bodies }: HostileOptions,
  { say, writeLine }: ChaosOutput,
): Promise<HostileResult> {
  let inspectorUrl = '';
  const system = await startChaosSystem({
    environment: inspected,
    writeLine(line) {
      inspectorUrl = parseInspectorLine(line) ?? inspectorUrl;
      writeLine(line);
    },
  });
  try {
    await system.untilEvent(({ name }) => name === 'reconciling.completed');
    const random = makeRandom(seed, 'hostile');
    const target = { clientState: system.clientState, tenantId: system.graph.tenantId };
    const counts = { bodies: {} as Record<string, number>, statuses: {} as Record<string, number> };
    const wrong: string[] = [];
    const latencies: number[] = [];
    const limit = pLimit(atOnce);
    const { host } = system;
    let hasEnded = false;
    void host.ended.then(() => {
      hasEnded = true;
    });

    const sendOne = async () => {
      const body = makeHostileBody(random, target);
      add(counts.bodies, body.kind);
      for (const route of routes) {
        const { status, latencyMs } = await sendBody(`${host.url}/${route}`, body);
        add(counts.statuses, String(status ?? 'none'));
        if (
          status === undefined ? !(body.slow?.breaksOff || body.kind === 'oversized') : !allowed.has(status)
        )
          wrong.push(`${body.kind} ${status}`);
        if (status !== undefined) latencies.push(latencyMs);
      }
    };
    const send = (count: number) => Promise.all(Array.from({ length: count }, () => limit(sendOne)));
    // Code that was never run before has to be compiled: what counts is what stays afterwards.
    await send(Math.ceil(bodies / 10));
    const before = await readHeapMiB(inspectorUrl);
    await send(Math.ceil(bodies * 0.45));
    const half = await readHeapMiB(inspectorUrl);
    say('half of the bodies are sent');
    await send(bodies - Math.ceil(bodies / 10) - Math.ceil(bodies * 0.45));
    const after = await readHeapMiB(inspectorUrl);
    say('an honest notification follows');
    const call = makeRecord(`${seed} honest`, { endedAt: new Date() });
    const archives = await archivesStill(call.id, system, () => system.graph.endCall(call));
    const stored = await readStorage(system.azurite.connectionString);
    latencies.sort((a, b) => a - b);
    const at = (share: number) =>
      latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
    return {
      seed,
      requests: bodies * routes.length,
      ...counts,
      wrong,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
      heap: { before, half, after },
      alive: archives && !hasEnded,
      foreign: stored.records.length - 1 + stored.ledger.length,
    };
  } finally {
    await system.close();
  }
}

async function archivesStill(callId: string, system: ChaosSystem, announce: () => void): Promise<boolean> {
  announce();
  await system.untilEvent(
    ({ name, facts }) => name === 'archiving.record-archived' && facts['call_id'] === callId,
  );
  const rows = await readRows(system.azurite.connectionString, 'CallIndex');
  return rows.some((row) => row['call_id'] === callId);
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
