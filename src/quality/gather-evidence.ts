/** Gathers the evidence on a call from its sessions, one at a time. */
import { spanOf } from '../model/graph-time.ts';
import { numberIn, textIn, valueIn, wordIn } from '../model/graph-value.ts';
import { sides } from '../model/session-end.ts';
import type {
  CallEvidence,
  EndDevice,
  EndKey,
  EndNetwork,
  QualityCounts,
  Relation,
  SessionFailure,
  Unclassified,
} from './call-evidence.ts';
import type { DeviceFault } from './check-device.ts';
import { excessOf, packetMeasure, type StreamVerdict } from './classify-stream.ts';
import type { JudgedEnd, JudgedMedia, JudgedSession } from './judge-session.ts';
import { directionOf, type Ends } from './stream-direction.ts';
import type { MediaKind } from './stream-rules.ts';

export interface EvidenceGatherer {
  addSession(session: JudgedSession): void;
  evidence(): CallEvidence;
}

export function makeEvidenceGatherer(): EvidenceGatherer {
  const relations = makeRelations();
  const networks = makeNetworks();
  const devices = makeDevices();
  const failures: SessionFailure[] = [];
  const unclassified = new Map<Unclassified, number>();
  const counts: QualityCounts = { good: 0, poor: 0, unclassified: 0, failedSessions: 0 };

  function addStream(stream: unknown, kind: MediaKind | undefined, verdict: StreamVerdict, at: Place): void {
    counts[verdict.verdict] += 1;
    if (kind && verdict.verdict !== 'unclassified') relations.add(stream, kind, verdict, at);
    else {
      const why = whyUnclassified(verdict);
      unclassified.set(why, (unclassified.get(why) ?? 0) + 1);
    }
  }

  function addMedia({ media, kind, faults, streams }: JudgedMedia, at: Place): void {
    let isPoor = false;
    for (const { stream, verdict } of streams) {
      addStream(stream, kind, verdict, at);
      isPoor ||= verdict.verdict === 'poor';
    }
    for (const side of sides) {
      networks.add(at.ends[side], valueIn(media, `${side}Network`), isPoor);
      devices.add(at.ends[side], valueIn(media, `${side}Device`), faults[side]);
    }
  }

  return {
    addSession({ session, ends, segments, failed }) {
      if (failed !== undefined) {
        counts.failedSessions += 1;
        failures.push(describeFailure(failed, session, keysOf(ends)));
      }
      for (const { segment, ends: own, media } of segments) {
        const at = { segment, ends: keysOf(own) };
        for (const one of media) addMedia(one, at);
      }
    },
    evidence: () => ({
      relations: relations.list(),
      networks: networks.all,
      devices: devices.list(),
      failures,
      unclassified,
      counts,
    }),
  };
}

type Direction = Pick<Relation, 'sender' | 'receiver'>;

interface Place {
  segment: unknown;
  ends: Ends<EndKey>;
}

/** Shared by the relations whose streams are all good, as nearly all are. */
const nothing: ReadonlySet<string> = new Set();

function makeRelations() {
  const relations = new Map<string, Relation>();

  function find({ sender, receiver }: Direction, kind: MediaKind): Relation {
    const key = `${kind} ${sender} ${receiver}`;
    const known = relations.get(key);
    if (known) return known;
    const made: Relation = { receiver, sender, kind, good: 0, poor: 0, beyond: nothing, worst: undefined };
    relations.set(key, made);
    return made;
  }

  return {
    add(stream: unknown, kind: MediaKind, verdict: StreamVerdict, { segment, ends }: Place): void {
      const relation = find(directionOf(stream, ends), kind);
      if (verdict.verdict !== 'poor') {
        relation.good += 1;
        return;
      }
      relation.poor += 1;
      relation.beyond = new Set([...relation.beyond, ...verdict.beyond]);
      if (relation.worst && excessOf(verdict) <= excessOf(relation.worst)) return;
      const time = (name: string) => textIn(stream, name) ?? textIn(segment, name);
      relation.worst = { ...verdict, from: time('startDateTime'), to: time('endDateTime') };
    },
    list: () => [...relations.values()],
  };
}

function makeNetworks() {
  const all = new Map<EndKey, EndNetwork>();
  const ofPoor = new Set<EndKey>();
  return {
    all,
    add(end: EndKey, network: unknown, isPoor: boolean): void {
      if (typeof network !== 'object' || network === null) return;
      if (all.has(end) && (!isPoor || ofPoor.has(end))) return;
      if (isPoor) ofPoor.add(end);
      all.set(end, {
        type: wordIn(network, 'connectionType'),
        subnet: textIn(network, 'subnet'),
        publicAddress: textIn(network, 'reflexiveIPAddress'),
        signal: numberIn(network, 'wifiSignalStrength'),
      });
    },
  };
}

function makeDevices() {
  const devices = new Map<string, EndDevice>();
  return {
    add(end: EndKey, device: unknown, faults: readonly DeviceFault[]): void {
      for (const fault of faults) {
        const key = `${fault.part} ${end}`;
        const name = textIn(device, fault.part === 'microphone' ? 'captureDeviceName' : 'renderDeviceName');
        if (fault.value > (devices.get(key)?.value ?? 0)) devices.set(key, { ...fault, end, name });
      }
    },
    list: () => [...devices.values()],
  };
}

function keysOf({ caller, callee }: Ends<JudgedEnd>): Ends<EndKey> {
  const keyOf = ({ end }: JudgedEnd) => (end ? (end.key ?? `service:${end.role}`) : 'unknown');
  return { caller: keyOf(caller), callee: keyOf(callee) };
}

function describeFailure(
  failed: unknown,
  session: unknown,
  { caller, callee }: Ends<EndKey>,
): SessionFailure {
  return {
    ends: [caller, callee],
    stage: textIn(failed, 'failureInfo', 'stage'),
    reason: textIn(failed, 'failureInfo', 'reason'),
    afterMs: spanOf(textIn(session, 'startDateTime'), textIn(session, 'endDateTime')),
  };
}

function whyUnclassified({ ruleId, measure }: StreamVerdict): Unclassified {
  if (ruleId === undefined) return 'no rule';
  return measure === packetMeasure.measure ? 'too few packets' : 'no measurements';
}
