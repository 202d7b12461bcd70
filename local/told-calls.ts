/** The calls that `npm start` shows: those of the company, or Microsoft's examples and records of every shape. */

import type { CompanyCall } from './graph-simulator/company/company-call.ts';
import { lastVersion } from './graph-simulator/company/company-call.ts';
import type { CompanyCalls } from './graph-simulator/company/company-calls.ts';
import { companyRecord } from './graph-simulator/company/company-record.ts';
import { companyReportRows } from './graph-simulator/company/report-rows.ts';
import type { EndCallOptions } from './graph-simulator/core.ts';
import { exampleRecords } from './graph-simulator/example-records.ts';
import { makeRecord } from './graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from './graph-simulator/records/simulated-record.ts';
import type { GraphSimulator } from './graph-simulator/start-graph-simulator.ts';

export interface ToldCall {
  record: SimulatedRecord;
  options: EndCallOptions;
  /** Where it is one of the company's. */
  call?: CompanyCall;
}

/** One in this many calls is announced before Graph can give it, and one in as many is a large meeting. */
const lateEvery = 5;
const largeEvery = 7;
const lateMs = 3000;

/** Graph has the calls from before the app, with the rows of its reports; nobody is told of them. */
export function fillGraph(graph: GraphSimulator, calls: readonly CompanyCall[]): void {
  for (const call of calls) graph.addRecord(companyRecord(call, lastVersion(call)));
  addRows(graph, calls);
}

/** The call ends, and Graph tells the app. */
export function endToldCall(graph: GraphSimulator, { record, options, call }: ToldCall): void {
  if (call) addRows(graph, [call]);
  graph.endCall(record, options);
}

function addRows(graph: GraphSimulator, calls: readonly CompanyCall[]): void {
  const rows = companyReportRows(calls, 0);
  graph.addReportRows('pstn-calls', rows['pstn-calls']);
  graph.addReportRows('direct-routing-calls', rows['direct-routing-calls']);
}

/** A call that was rated has a second version soon. */
export function* tellCompany({ recent, earlier }: CompanyCalls): Generator<ToldCall, never> {
  const all = tellAll(recent, earlier);
  for (let place = 0; ; place += 1) {
    const call = all.next().value;
    const versions = lastVersion(call) > 1 ? [{ record: companyRecord(call, 2), afterMs: lateMs }] : [];
    yield {
      record: companyRecord(call),
      options: { ...lateness(place), versions },
      call,
    };
  }
}

function* tellAll(recent: readonly CompanyCall[], earlier: CompanyCalls['earlier']): CompanyCalls['earlier'] {
  yield* recent;
  return yield* earlier;
}

export function* tellMixed(): Generator<ToldCall, never> {
  const examples = exampleRecords();
  for (let place = 0; ; place += 1) {
    const size = place % largeEvery === 0 ? { sessions: 150, participants: 300 } : {};
    const example = examples[place];
    if (example) yield { record: example, options: {} };
    else yield { record: makeRecord(place, { endedAt: new Date(), ...size }), options: lateness(place) };
  }
}

function lateness(place: number): EndCallOptions {
  return { readableAfterMs: place % lateEvery === lateEvery - 1 ? lateMs : 0 };
}
