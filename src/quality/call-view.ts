/** A call's evidence person by person: what the rules of `likely` look at. */
import type { CallEvidence, EndKey, Relation } from './call-evidence.ts';
import { excessOf } from './classify-stream.ts';

export interface PersonView {
  key: EndKey;
  received: Relation[];
  sent: Relation[];
}

export interface CallView {
  evidence: CallEvidence;
  /** People and numbers with at least one stream that has a verdict. */
  people: ReadonlyMap<EndKey, PersonView>;
  /** Those with a poor stream, the worst first: heard before seen. */
  poorPeople: PersonView[];
  /** Poor relations, the worst first likewise. */
  poor: Relation[];
  organizer: EndKey | undefined;
  nameOf(key: EndKey): string;
}

const kindOrder = ['audio', 'sharing', 'video'];

export function makeCallView(
  evidence: CallEvidence,
  { nameOf, organizer }: Pick<CallView, 'nameOf' | 'organizer'>,
): CallView {
  const people = new Map<EndKey, PersonView>();
  const personOf = (key: EndKey) => {
    const person = people.get(key) ?? { key, received: [], sent: [] };
    people.set(key, person);
    return person;
  };
  for (const relation of evidence.relations) {
    if (isPerson(relation.receiver)) personOf(relation.receiver).received.push(relation);
    if (isPerson(relation.sender)) personOf(relation.sender).sent.push(relation);
  }
  const poor = evidence.relations.filter((relation) => relation.poor > 0).sort(byGravity);
  const poorKeys = new Set(poor.flatMap(({ receiver, sender }) => [receiver, sender]));
  const poorPeople = [...poorKeys].flatMap((key) => people.get(key) ?? []);
  return { evidence, people, poorPeople, poor, organizer, nameOf };
}

export function isPerson(key: EndKey): boolean {
  return key !== 'unknown' && !key.startsWith('service:');
}

export function isPhone(key: EndKey): boolean {
  return key.startsWith('phone:');
}

/** Whether a person's streams all were good; `undefined` counts as not known to be. */
export function isAllGood({ received, sent }: PersonView): boolean {
  return [...received, ...sent].every(({ poor }) => poor === 0);
}

/** Heard before seen, then by how far the worst stream is beyond its limit. */
function byGravity(one: Relation, other: Relation): number {
  const byKind = kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind);
  return byKind || gravityOf(other) - gravityOf(one);
}

function gravityOf({ worst }: Relation): number {
  return worst ? excessOf(worst) : 0;
}
