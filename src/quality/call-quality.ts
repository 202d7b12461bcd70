/** How good a call was: the counts, the sentence that says it, and every finding behind that sentence. */
import type { CallPerson } from '../model/call-people.ts';
import type { QualityCounts } from './call-evidence.ts';
import { sayCall, sayDevice } from './call-sentence.ts';
import { type CallView, makeCallView } from './call-view.ts';
import { makeEvidenceGatherer } from './gather-evidence.ts';
import type { JudgedSession } from './judge-session.ts';
import { findLikely, type Likely } from './likely-rules.ts';
import { sayFailure } from './say-failure.ts';
import { type CallExtent, sayRelation } from './say-poor.ts';
import { startSentence } from './start-sentence.ts';

export interface CallQuality {
  sentence: string;
  counts: QualityCounts;
  /** `undefined` where nothing was poor. */
  likely: Pick<Likely, 'rule' | 'place' | 'since' | 'ruledOut'> | undefined;
  /** What was poor, the worst first, then devices, then what failed. Made when it is asked for. */
  readonly findings: QualityFinding[];
}

export interface QualityFinding {
  kind: 'poor' | 'device' | 'failure';
  /** `Anna heard Bob badly`. Holds names as the record has them. */
  text: string;
  /** Which measure was beyond which limit; nothing for failures, whose text has it. */
  reason: string | undefined;
  ruleId: string | undefined;
  /** ISO 8601, as Graph gives it. */
  from: string | undefined;
  to: string | undefined;
  /** Poor streams of those with a verdict. */
  poor: number;
  of: number;
}

export interface CallFacts extends CallExtent {
  /** As `makeCallPeople` lists them. */
  people: readonly Pick<CallPerson, 'key' | 'who'>[];
  /** The organizer's key. */
  organizer: string | undefined;
}

export interface CallQualityGatherer {
  addSession(session: JudgedSession): void;
  /** To be called once, after the last session. */
  quality(call: CallFacts): CallQuality;
}

export function makeCallQuality(): CallQualityGatherer {
  const gatherer = makeEvidenceGatherer();
  return {
    addSession: gatherer.addSession,
    quality(call) {
      const names = new Map(call.people.map(({ key, who }) => [key, who]));
      const nameOf = (key: string) => names.get(key) ?? key.slice(key.indexOf(':') + 1);
      const view = makeCallView(gatherer.evidence(), { nameOf, organizer: call.organizer });
      const likely = findLikely(view);
      return {
        sentence: sayCall(view, likely, call),
        counts: view.evidence.counts,
        likely: likely && {
          rule: likely.rule,
          place: likely.place,
          since: likely.since,
          ruledOut: likely.ruledOut,
        },
        get findings() {
          return listFindings(view);
        },
      };
    },
  };
}

function listFindings(view: CallView): QualityFinding[] {
  const { devices, failures } = view.evidence;
  const nothing = { reason: undefined, ruleId: undefined, from: undefined, to: undefined, poor: 0, of: 0 };
  return [
    ...view.poor.map((relation): QualityFinding => {
      const { poor, good, worst } = relation;
      const { reason, ruleId, from, to } = worst ?? nothing;
      return {
        kind: 'poor',
        text: startSentence(sayRelation(relation, view)),
        reason,
        ruleId,
        from,
        to,
        poor,
        of: poor + good,
      };
    }),
    ...devices.map((device): QualityFinding => {
      const { reason, ruleId } = device;
      return { ...nothing, kind: 'device', text: startSentence(sayDevice(device, view)), reason, ruleId };
    }),
    ...failures.map((failure): QualityFinding => {
      return { ...nothing, kind: 'failure', text: startSentence(sayFailure(failure, view.nameOf)) };
    }),
  ];
}
