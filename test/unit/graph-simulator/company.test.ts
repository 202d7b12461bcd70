import { describe, expect, test } from '@jest/globals';
import { type CompanyCall, lastVersion } from '../../../local/graph-simulator/company/company-call.ts';
import { companyRecord } from '../../../local/graph-simulator/company/company-record.ts';
import { makeCompany } from '../../../local/graph-simulator/company/people.ts';
import { companyReportRows } from '../../../local/graph-simulator/company/report-rows.ts';
import { makeWorkingDay } from '../../../local/graph-simulator/company/working-day.ts';
import { makeMixedDay } from '../../../local/graph-simulator/generator/make-mixed-day.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { findSchemaOffences } from '../../support/schema-offences.ts';
import { type CallJson, type EndpointJson, parseCall, secondsOf, streamsOf } from './company-json.ts';

const company = makeCompany();
const weekday = { allHands: false, congested: false };
const busiest = { allHands: true, congested: true };

/** More than 2,000 calls of five weeks, as Graph gives them. */
const days = Array.from({ length: 35 }, (_, day) =>
  new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10),
);
const calls = days.flatMap((day, index) =>
  makeWorkingDay(company, 1, day, index % 7 === 0 ? busiest : weekday),
);
const records = calls.map((call) => parseCall(companyRecord(call, lastVersion(call))));

/** The first few that are not as they should be. */
function findWrong<T>(items: readonly T[], isRight: (item: T) => boolean): T[] {
  return items.filter((item) => !isRight(item)).slice(0, 3);
}

describe('the company', () => {
  test('calls often enough for what follows', () => {
    expect(records.length).toBeGreaterThan(2000);
    expect(streams().length).toBeGreaterThan(10_000);
  });

  test('is the same for the same seed and day, and differs between days', () => {
    const again = makeWorkingDay(makeCompany(), 1, '2026-11-01', busiest);
    expect(again.map(textOf)).toEqual(calls.slice(0, again.length).map(textOf));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  });

  test('is in all its records and rows by the published schema', () => {
    expect(records.flatMap((record) => findSchemaOffences(record, 'callRecord'))).toEqual([]);
    const rows = companyReportRows(calls);
    const parse = (row: { raw(): string }): object => JSON.parse(row.raw());
    const pstn = rows['pstn-calls'].map(parse);
    const direct = rows['direct-routing-calls'].map(parse);
    expect(pstn.flatMap((row) => findSchemaOffences(row, 'pstnCallLogRow'))).toEqual([]);
    expect(direct.flatMap((row) => findSchemaOffences(row, 'directRoutingLogRow'))).toEqual([]);
  });

  test('would be found not to follow the schema', () => {
    const spoilt = structuredClone(records[0]);
    const media = spoilt?.sessions[0]?.segments[0]?.media[0];
    Object.assign(media?.callerNetwork ?? {}, { connectionType: 'cable', colour: 'blue' });
    Object.assign(media?.streams[0] ?? {}, { averageJitter: 16 });
    Object.assign(spoilt ?? {}, { version: null });
    const at = 'callRecord.sessions[0].segments[0].media[0]';
    expect(findSchemaOffences(spoilt, 'callRecord')).toEqual([
      'callRecord.version: is missing',
      `${at}.callerNetwork.connectionType: "cable" is no microsoft.graph.callRecords.networkConnectionType`,
      `${at}.callerNetwork.colour: is not in the schema`,
      `${at}.streams[0].averageJitter: 16 is no Edm.Duration`,
    ]);
  });

  test('has no average above its maximum', () => {
    const pairs = [
      ['averageJitter', 'maxJitter'],
      ['averageRoundTripTime', 'maxRoundTripTime'],
      ['averageAudioNetworkJitter', 'maxAudioNetworkJitter'],
      ['averageFreezeDuration', 'rmsFreezeDuration'],
      ['averagePacketLossRate', 'maxPacketLossRate'],
      ['averageRatioOfConcealedSamples', 'maxRatioOfConcealedSamples'],
    ] as const;
    for (const [average, max] of pairs) {
      const both = streams().filter((stream) => stream[average] !== null);
      expect(both.length).toBeGreaterThan(1000);
      expect(findWrong(both, (stream) => secondsOf(stream[average]) <= secondsOf(stream[max]))).toEqual([]);
    }
  });

  test('ends nothing before its start, and nothing outside of what it is part of', () => {
    const isWithin = (inner: Span, outer: Span) =>
      time(outer.startDateTime) <= time(inner.startDateTime) &&
      time(inner.startDateTime) < time(inner.endDateTime) &&
      time(inner.endDateTime) <= time(outer.endDateTime);
    const pairs: [inner: Span, outer: Span][] = records.flatMap((call) =>
      call.sessions.flatMap((session) => [
        [session, call] as [Span, Span],
        ...session.segments.flatMap((segment) => [
          [segment, session] as [Span, Span],
          ...segment.media.flatMap(({ streams }) =>
            streams.map((stream) => [stream, segment] as [Span, Span]),
          ),
        ]),
      ]),
    );
    expect(findWrong(pairs, ([inner, outer]) => isWithin(inner, outer))).toEqual([]);
    expect(findWrong(records, (call) => time(call.endDateTime) < time(call.lastModifiedDateTime))).toEqual(
      [],
    );
  });

  test('has lengths that people have', () => {
    const minutes = records
      .map((call) => (time(call.endDateTime) - time(call.startDateTime)) / 60_000)
      .sort((a, b) => a - b);
    const [shortest = 0, median = 0, longest = 0] = [0, Math.floor(minutes.length / 2), -1].map((at) =>
      minutes.at(at),
    );
    expect(shortest).toBeGreaterThan(0.2);
    expect(median).toBeGreaterThan(3);
    expect(median).toBeLessThan(15);
    expect(longest).toBeLessThan(75);
  });

  test('lets nobody be in two calls at a time', () => {
    const spans = new Map<string, Span[]>();
    for (const call of records) {
      for (const { id } of call.participants_v2) spans.set(id, [...(spans.get(id) ?? []), call]);
    }
    expect(spans.size).toBeGreaterThan(50);
    for (const own of spans.values()) {
      const inOrder = own.sort((a, b) => time(a.startDateTime) - time(b.startDateTime));
      const clashes = inOrder.slice(1).filter((call, index) => {
        const before = inOrder[index];
        return before && time(before.endDateTime) > time(call.startDateTime);
      });
      expect(clashes).toEqual([]);
    }
  });

  test('gives the same person the same id, name, UPN, machine and headset, and few networks', () => {
    const byPerson = new Map<string, { facts: Set<string>; networks: Set<string> }>();
    for (const { endpoint, media } of personEnds()) {
      const { id, displayName, userPrincipalName } = endpoint.associatedIdentity;
      const known = byPerson.get(id) ?? { facts: new Set(), networks: new Set() };
      byPerson.set(id, known);
      const { name, cpuName, cpuCoresCount, userAgent } = endpoint;
      for (const { device, network } of media) {
        const { captureDeviceName, renderDeviceName } = device ?? {};
        known.facts.add(
          JSON.stringify([
            { displayName, userPrincipalName, name, cpuName, cpuCoresCount },
            { header: userAgent.headerValue, captureDeviceName, renderDeviceName },
          ]),
        );
        const { ipAddress, macAddress, connectionType, reflexiveIPAddress } = network;
        known.networks.add([ipAddress, macAddress, connectionType, reflexiveIPAddress].join(' '));
      }
    }
    expect(byPerson.size).toBeGreaterThan(45);
    for (const { facts, networks } of byPerson.values()) {
      expect([...facts].slice(1)).toEqual([]);
      expect(networks.size).toBeLessThanOrEqual(2);
    }
  });

  test('has one UPN an id, and one id a UPN, among some forty people', () => {
    const upns = company.employees.map(({ upn }) => upn);
    expect(upns.length).toBeGreaterThanOrEqual(40);
    expect(new Set(upns).size).toBe(upns.length);
    expect(new Set(company.employees.map(({ id }) => id)).size).toBe(upns.length);
    expect(findWrong(upns, (upn) => /^[a-z]+\.[a-z]+@contoso\.com$/.test(upn))).toEqual([]);
  });

  test('telephones as its reports say', () => {
    const rows = companyReportRows(calls);
    const telephone = calls.filter((call) => call.telephone);
    const all = [...rows['pstn-calls'], ...rows['direct-routing-calls']];
    expect(rows['direct-routing-calls'].length).toBeGreaterThan(20);
    expect(all).toHaveLength(telephone.length);
    for (const row of all) {
      const { userId, callerNumber, calleeNumber, startDateTime, endDateTime } = JSON.parse(row.raw());
      const call = telephone.find(({ attendances, startedAtMs }) => {
        const people = attendances.map(({ who }) => who.id);
        return Math.abs(startedAtMs - time(startDateTime)) < 10_000 && people.includes(userId);
      });
      const other = call?.telephone?.other.id;
      expect([callerNumber, calleeNumber]).toContain(other);
      expect(time(endDateTime)).toBe(call?.endedAtMs);
    }
  });
});

describe('what was planted', () => {
  const causeOf = (cause: CompanyCall['cause']) => {
    const found = calls.findIndex((call) => call.cause === cause);
    const call = calls[found];
    const record = records[found];
    if (!call || !record) throw new Error(`No call with the cause ${cause}`);
    return { call, record };
  };
  const jitterOf = (record: CallJson, name: string) =>
    record.sessions
      .filter(({ caller }) => caller.associatedIdentity.displayName === name)
      .flatMap((session) => streamsOf({ sessions: [session] }))
      .filter(({ packetUtilization, audioCodec }) => packetUtilization > 500 && audioCodec !== null)
      .map(({ averageJitter }) => secondsOf(averageJitter));

  test('is bad Wi-Fi at home: both directions of one person, and nobody else’s', () => {
    const { record } = causeOf('bad-wifi');
    expect(Math.min(...jitterOf(record, 'Tom Becker'))).toBeGreaterThan(0.03);
    expect(Math.max(...jitterOf(record, 'Anna Schmidt'))).toBeLessThan(0.03);
  });

  test('is a congested line: long round trips for everybody at one office', () => {
    const { record } = causeOf('congested-line');
    const atHamburg = new Set(
      company.employees.filter(({ office }) => office.city === 'Hamburg').map(({ name }) => name),
    );
    for (const session of record.sessions) {
      const isCongested = atHamburg.has(session.caller.associatedIdentity.displayName ?? '');
      for (const stream of streamsOf({ sessions: [session] })) {
        if (stream.averageRoundTripTime === null) continue;
        expect(secondsOf(stream.averageRoundTripTime) > 0.5).toBe(isCongested);
      }
    }
  });

  test('is a headset whose microphone fails, on a good line', () => {
    const { record } = causeOf('bad-headset');
    const [media] = record.sessions[0]?.segments[0]?.media ?? [];
    expect(media?.callerDevice?.captureNotFunctioningEventRatio).toBeGreaterThan(0.005);
    expect(media?.calleeDevice?.captureNotFunctioningEventRatio).toBe(0);
    for (const { averageJitter } of streamsOf(record)) expect(secondsOf(averageJitter)).toBeLessThan(0.03);
  });

  test('is a call that dropped, one that never began, and one that was rated later', () => {
    expect(causeOf('drop').record.sessions[0]?.failureInfo?.stage).toBe('midcall');
    expect(causeOf('not-connected').record.sessions[0]?.failureInfo?.stage).toBe('callSetup');
    expect(streamsOf(causeOf('not-connected').record)).toEqual([]);
    const { call, record } = causeOf('rated');
    expect(record.sessions[0]?.caller.feedback?.rating).toBe('poor');
    expect(parseCall(companyRecord(call, 1)).sessions[0]?.caller.feedback).toBeNull();
  });
});

describe('a mixed day', () => {
  test('is the same for the same seed, has as many calls as asked for, one in ten of them hostile', () => {
    const make = () => [...makeMixedDay(7, 150)].map((record) => expectedDocument(record).toString());
    const day = make();
    expect(make()).toEqual(day);
    expect(day).toHaveLength(150);
    expect(new Set(day.map((text) => JSON.parse(text).id)).size).toBe(150);
    expect(day.filter((text) => text.includes('contoso.example'))).not.toHaveLength(0);
    expect(day.filter((text) => text.includes('"jonas.lindqvist@contoso.com"'))).not.toHaveLength(0);
  });

  test('is one UTC day', () => {
    const starts = [...makeMixedDay(7, 150, { day: '2026-11-20' })].flatMap((record) => [
      record.startDateTime,
      record.endDateTime,
    ]);
    expect(findWrong(starts, (start) => start.startsWith('2026-11-20T'))).toEqual([]);
  });
});

type Span = { startDateTime: string; endDateTime: string };

function time(text: string): number {
  return Date.parse(text);
}

function streams() {
  return records.flatMap(streamsOf);
}

/** Every person's end of every session, with what they called with. */
function personEnds() {
  return records.flatMap(({ sessions }) =>
    sessions.flatMap(({ caller, callee, segments }) => {
      const media = segments.flatMap((segment) => segment.media);
      const ends = [
        {
          endpoint: caller,
          media: media.map((one) => ({ device: one.callerDevice, network: one.callerNetwork })),
        },
        {
          endpoint: callee,
          media: media.map((one) => ({ device: one.calleeDevice, network: one.calleeNetwork })),
        },
      ];
      return ends.filter(({ endpoint }) => isPerson(endpoint));
    }),
  );
}

function isPerson(endpoint: EndpointJson): boolean {
  return Boolean(endpoint.associatedIdentity?.displayName);
}

function textOf(call: CompanyCall): string {
  return expectedDocument(companyRecord(call)).toString();
}
