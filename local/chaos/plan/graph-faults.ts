/** What goes wrong when a record is read, drawn from the seed: mostly what passes, sometimes what must be redriven. */
import * as faults from '../../graph-simulator/faults/fault.ts';
import type { FaultRule } from '../../graph-simulator/faults/fault-plan.ts';
import type { Random } from '../../graph-simulator/generator/random.ts';

/** Shares of the draw, not percent. */
const passing: readonly (readonly [weight: number, make: (random: Random) => faults.Fault])[] = [
  [8, (random) => faults.throttle(random.int(1, 2))],
  [2, (random) => faults.throttle(random.int(6, 8))],
  [2, (random) => faults.throttle(new Date(Date.now() + random.int(1, 3) * 1000))],
  [2, () => faults.throttle()],
  [8, () => faults.status(500)],
  [8, () => faults.status(502)],
  [6, () => faults.status(503)],
  [3, (random) => faults.status(503, undefined, { 'retry-after': String(random.int(1, 2)) })],
  [8, () => faults.status(504)],
  [12, () => faults.status(404)],
  [8, () => faults.dropConnection()],
  [8, () => faults.cutBeforeBody()],
  [8, (random) => faults.cutInBody(random.next())],
  [5, () => faults.cutAfterBody()],
  [8, () => faults.truncatedGzip()],
  [6, (random) => faults.truncatedJson(random.next())],
  [5, (random) => faults.slow(random.int(200, 1500))],
];

/** The client waits half a minute for the rest: few of them are much. */
const stalling = (random: Random) => faults.stall(random.int(0, 2000));

/** Graph's answer is no call record: kept aside, and asked for again when somebody wants it. */
const refused = [
  () => faults.html200(),
  () => faults.error200(),
  () => faults.wrongId(),
  () => faults.status(400),
  () => faults.status(410),
  () => faults.redirect('https://elsewhere.example/'),
  () => faults.body('[]'),
];

/** Where in the reading of a record the fault is played. */
const places = ['', 'sessions', 'participants'] as const;

export interface GraphFault {
  readonly place: (typeof places)[number];
  readonly fault: faults.Fault;
}

/** Each maker as often as its weight says. */
const wheel = passing.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

export const drawPassing = (random: Random): GraphFault => ({
  place: random.pick(places),
  fault: random.pick(wheel)(random),
});

export const drawStall = (random: Random): GraphFault => ({
  place: random.pick(places),
  fault: stalling(random),
});

export const drawRefused = (random: Random): GraphFault => ({ place: '', fault: random.pick(refused)() });

/** Early ones: a run that breaks off goes on after a minute, and the storm is the time for that. */
export function drawListFaults(random: Random): FaultRule[] {
  const some = [faults.throttle(2), faults.slow(800), faults.cutInBody(random.next())];
  return some.map((fault, i) => ({ on: { path: 'startDateTime', nth: 2 * i + random.int(1, 2) }, fault }));
}

/** As the simulator plans it. */
export function toRule(callId: string, { place, fault }: GraphFault, times = 1): FaultRule {
  return { on: { path: place === '' ? callId : new RegExp(`${callId}.*${place}`, 'i') }, times, fault };
}

/** For a record that is never to be had. */
export const htmlForEver: GraphFault = { place: '', fault: faults.html200() };
