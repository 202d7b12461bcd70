/** Gathers the evidence on a call from its sessions, one at a time, as parsed from the record. */
import { listIn, numberIn, textIn, valueIn, wordIn } from '../model/graph-value.ts';
import { parseSessionEnd } from '../model/session-end.ts';
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
import { checkDevice } from './check-device.ts';
import { classifyStream, excessOf, type StreamVerdict } from './classify-stream.ts';
import { saysFailure } from './failure-info.ts';
import { directionOf, type Ends } from './stream-direction.ts';
import { kindOfMedia, type MediaKind } from './stream-rules.ts';

export interface EvidenceGatherer {
  /** Takes a session as parsed from the record, whatever it is. */
  addSession(session: unknown): void;
  evidence(): CallEvidence;
}

const sides = ['caller', 'callee'] as const;

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
      const why = whyOpen(verdict);
      unclassified.set(why, (unclassified.get(why) ?? 0) + 1);
    }
  }

  function addMedia(media: unknown, at: Place): void {
    const label = valueIn(media, 'label');
    const kind = kindOfMedia(label);
    let isPoor = false;
    for (const stream of listIn(media, 'streams')) {
      const verdict = classifyStream(stream, label);
      addStream(stream, kind, verdict, at);
      isPoor ||= verdict.verdict === 'poor';
    }
    for (const side of sides) {
      networks.add(at.ends[side], valueIn(media, `${side}Network`), isPoor);
      if (kind === 'audio') devices.add(at.ends[side], valueIn(media, `${side}Device`));
    }
  }

  return {
    addSession(session) {
      const ends = endsOf(session);
      const segments = listIn(session, 'segments');
      const failed = [session, ...segments].find(saysFailure);
      if (failed !== undefined) {
        counts.failedSessions += 1;
        failures.push(describeFailure(failed, session, ends));
      }
      for (const segment of segments) {
        const at = { segment, ends: endsOf(segment, ends) };
        for (const media of listIn(segment, 'media')) addMedia(media, at);
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

function makeRelations() {
  const relations = new Map<string, Relation>();

  function find({ sender, receiver }: Direction, kind: MediaKind): Relation {
    const key = `${kind} ${sender} ${receiver}`;
    const known = relations.get(key);
    if (known) return known;
    const made = { receiver, sender, kind, good: 0, poor: 0, beyond: new Set<string>(), worst: undefined };
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
      for (const measure of verdict.beyond) relation.beyond.add(measure);
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
    add(end: EndKey, device: unknown): void {
      for (const fault of checkDevice(device)) {
        const key = `${fault.part} ${end}`;
        const name = textIn(device, fault.part === 'microphone' ? 'captureDeviceName' : 'renderDeviceName');
        if (fault.value > (devices.get(key)?.value ?? 0)) devices.set(key, { ...fault, end, name });
      }
    },
    list: () => [...devices.values()],
  };
}

/** A segment that does not name its ends has those of its session. */
function endsOf(value: unknown, otherwise?: Ends<EndKey>): Ends<EndKey> {
  const end = (side: (typeof sides)[number]) => {
    const parsed = parseSessionEnd(valueIn(value, side));
    return parsed ? (parsed.key ?? `service:${parsed.role}`) : (otherwise?.[side] ?? 'unknown');
  };
  return { caller: end('caller'), callee: end('callee') };
}

function describeFailure(
  failed: unknown,
  session: unknown,
  { caller, callee }: Ends<EndKey>,
): SessionFailure {
  const span =
    Date.parse(textIn(session, 'endDateTime') ?? '') - Date.parse(textIn(session, 'startDateTime') ?? '');
  return {
    ends: [caller, callee],
    stage: textIn(failed, 'failureInfo', 'stage'),
    reason: textIn(failed, 'failureInfo', 'reason'),
    afterMs: span >= 0 ? span : undefined,
  };
}

function whyOpen({ ruleId, measure }: StreamVerdict): Unclassified {
  if (ruleId === undefined) return 'no rule';
  return measure === 'packetUtilization' ? 'too few packets' : 'no measurements';
}
