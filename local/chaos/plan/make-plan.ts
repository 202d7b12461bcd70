/**
 * Everything that is going to happen, from a seed: which calls end, what is said of them, what goes wrong. The plan is
 * the same each time; the moments at which things meet are not, because many of them happen at once.
 */
import { dayMs, minuteMs } from '../../graph-simulator/durations.ts';
import type { FaultRule } from '../../graph-simulator/faults/fault-plan.ts';
import { makeRecord } from '../../graph-simulator/generator/make-record.ts';
import { makeRandom, type Random } from '../../graph-simulator/generator/random.ts';
import type { SimulatedRecord } from '../../graph-simulator/records/simulated-record.ts';
import type { StorageFault } from '../storage-proxy/storage-fault.ts';
import { drawListFaults, drawPassing, drawRefused, drawStall, type GraphFault } from './graph-faults.ts';
import { drawStorageFaults } from './storage-faults.ts';

export interface PlanOptions {
  readonly seed: string;
  readonly calls: number;
  /** At least so many faults are planned. */
  readonly faults: number;
  /** Faults that take long, from some seconds to a minute each, and large meetings. */
  readonly slow: boolean;
}

/** What is in the ledger in the end. `archived`: no open row. */
export type Fate = 'archived' | 'refused' | 'pending';

export interface PlannedCall {
  /** The last one is what Graph has in the end. */
  readonly versions: readonly SimulatedRecord[];
  /** `lost`: Graph never says a word about the call. */
  readonly notice: 'once' | 'twice' | 'lost';
  readonly faults: readonly GraphFault[];
  readonly fate: Fate;
}

export interface Plan {
  readonly seed: string;
  /** Calls that end together; their notifications are shuffled, in POSTs of so many. */
  readonly waves: readonly { calls: readonly PlannedCall[]; batchSize: number; pauseMs: number }[];
  readonly storageFaults: readonly StorageFault[];
  /** Instances of the app beside the one that is killed … */
  readonly otherInstances: number;
  /** … and what Graph allows all of them together: at most this many requests in that time, from that wave on. */
  readonly tenantLimits: readonly { fromWave: number; max: number; windowMs: number }[];
  /** What goes wrong while Graph's calls are listed. */
  readonly listFaults: readonly FaultRule[];
  /** The app is killed when Graph has seen so many requests, and so many milliseconds later. */
  readonly kills: readonly { afterRequests: number; delayMs: number }[];
  /** Tokens expire when Graph has seen so many requests. */
  readonly expiries: readonly number[];
  /** Graph says so to the lifecycle route, after that wave. */
  readonly lifecycle: readonly { event: 'missed' | 'subscriptionRemoved'; afterWave: number }[];
}

const callsPerWave = 20;
/** The delays double from one to the next: more of them would only take time. */
const mostFaultsPerCall = 4;
/** A plan's faults are played but for those whose moment never comes; more are planned than are asked for. */
const reserve = 1.08;
const shares = { storage: 0.22, stall: 0.006, refused: 0.02 };

export function makePlan(options: PlanOptions): Plan {
  const { seed, faults, slow } = options;
  const random = makeRandom(seed, 'plan');
  const planned = Math.ceil(faults * reserve);
  const storageFaults = drawStorageFaults(random, Math.ceil(planned * shares.storage), options);
  const calls = planCalls(options, planned - storageFaults.length, random);
  const waves = Array.from({ length: Math.ceil(calls.length / callsPerWave) }, (_, i) => ({
    calls: calls.slice(i * callsPerWave, (i + 1) * callsPerWave),
    batchSize: random.pick([1, 3, 20, 100]),
    pauseMs: random.int(1000, 2400),
  }));
  // While calls end; the app works on when the last one has ended.
  const requests = calls.length * 1.8;
  const moments = (count: number) =>
    Array.from({ length: count }, (_, i) => Math.floor((requests * (i + random.next())) / (count + 1)) + 5);
  return {
    seed,
    waves,
    storageFaults,
    otherInstances: slow ? random.int(1, 2) : 0,
    tenantLimits: slow ? drawTenantLimits(random, waves.length) : [],
    listFaults: slow ? drawListFaults(random) : [],
    kills: moments(Math.max(1, Math.round(planned / 160))).map((afterRequests) => ({
      afterRequests,
      delayMs: random.int(0, 250),
    })),
    expiries: slow ? moments(2) : [],
    lifecycle: slow
      ? [
          { event: 'missed', afterWave: Math.floor(waves.length * 0.3) },
          { event: 'subscriptionRemoved', afterWave: Math.floor(waves.length * 0.8) },
        ]
      : [],
  };
}

/**
 * An app that is throttled and killed hardly comes near the limit; for a stretch it is low enough to refuse requests, in
 * windows so short that an instance that was refused is soon refused again.
 */
function drawTenantLimits(random: Random, waves: number): Plan['tenantLimits'] {
  return [
    { fromWave: 0, max: random.int(200, 400), windowMs: 20_000 },
    { fromWave: Math.floor(waves * 0.3), max: random.int(4, 8), windowMs: 4_000 },
    { fromWave: Math.ceil(waves * 0.8), max: random.int(200, 400), windowMs: 20_000 },
  ];
}

function planCalls({ seed, calls, slow }: PlanOptions, faults: number, random: Random): PlannedCall[] {
  const drawn = Array.from({ length: faults }, (): GraphFault => {
    if (slow && random.chance(shares.stall)) return drawStall(random);
    return random.chance(shares.refused) ? drawRefused(random) : drawPassing(random);
  });
  const faultsOf = Array.from({ length: calls }, (): GraphFault[] => []);
  for (const fault of drawn) {
    const free = faultsOf.filter((some) => some.length < (slow ? mostFaultsPerCall : mostFaultsPerCall / 2));
    if (free.length > 0) random.pick(free).push(fault);
  }
  return faultsOf.map((some, i) => planCall(`${seed} call ${i}`, i, some, slow, random));
}

function planCall(
  seed: string,
  place: number,
  faults: GraphFault[],
  slow: boolean,
  random: Random,
): PlannedCall {
  const notice = random.chance(0.1) ? 'lost' : random.chance(0.11) ? 'twice' : 'once';
  // Nobody announced those: they may have ended on any day that Graph still remembers.
  const agoMs = notice === 'lost' ? random.int(1, 29 * dayMs) : random.int(0, 10 * minuteMs);
  const endedAt = new Date(Date.now() - agoMs);
  const times = { endedAt, startedAt: new Date(endedAt.getTime() - random.int(1, 90) * minuteMs) };
  const size = drawSize(place, slow, random);
  const make = (version: number) => makeRecord(seed, { ...size, ...times, version });
  // A fate that does not end well is rare, and known to the plan.
  const isLucky = notice !== 'once' || !random.chance(0.02);
  const fate = isLucky ? 'archived' : random.pick(['refused', 'pending'] as const);
  const hasSecond = fate === 'archived' && random.chance(0.12);
  return {
    versions: hasSecond ? [make(1), make(2)] : [make(1)],
    notice,
    faults: fate === 'archived' ? faults : [],
    fate,
  };
}

/**
 * Most calls are small; some have several pages of sessions, few of participants, and one is so large that it is read in
 * parts. A row for each way to find a call makes people dear: the emulated storage is the bottleneck.
 */
function drawSize(
  place: number,
  slow: boolean,
  random: Random,
): { sessions?: number; participants?: number } {
  if (slow && place === 7) return { sessions: 1700, participants: 400 };
  if (random.chance(0.01)) return { sessions: random.int(61, 200), participants: random.int(131, 200) };
  return random.chance(0.06) ? { sessions: random.int(61, 300), participants: random.int(5, 30) } : {};
}
