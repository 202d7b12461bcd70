/**
 * Where a fault likely lies: one table, from published rules and from what support engineers do. The first rule that finds
 * something speaks. It never knows for certain: a measurement is taken at one end of a path, and says little of its middle.
 */
import type { EndKey, EndNetwork, Relation } from './call-evidence.ts';
import { type CallView, isAllGood, isPerson, isPhone, type PersonView } from './call-view.ts';

export type LikelyRuleId =
  | 'shared-network'
  | 'everybody'
  | 'own-network'
  | 'either-network'
  | 'upload'
  | 'download'
  | 'one-way';

/** A Wi-Fi signal below this is a reason by itself. */
const weakSignalPercent = 50;

export interface Likely {
  rule: LikelyRuleId;
  /** `Bob's upload`. */
  place: string;
  /** What speaks for it: `Anna heard the others well`. */
  since: string;
  /** `Anna's download`. */
  ruledOut: string[];
  /** Whom it is about. */
  people: EndKey[];
  /** The poor relation that shows it. */
  lead: Relation;
}

/** What a rule concludes from the worst relation of the call, which is poor. */
type Conclusion = Omit<Likely, 'rule' | 'lead'>;
type FindLikely = (view: CallView, lead: Relation) => Conclusion | undefined;

export const likelyRules: readonly { id: LikelyRuleId; find: FindLikely }[] = [
  { id: 'shared-network', find: findSharedNetwork },
  { id: 'everybody', find: findEverybody },
  { id: 'own-network', find: findOwnNetwork },
  { id: 'either-network', find: findEitherNetwork },
  { id: 'upload', find: findUpload },
  { id: 'download', find: findDownload },
  { id: 'one-way', find: findOneWay },
];

/** `undefined` when nothing was poor. */
export function findLikely(view: CallView): Likely | undefined {
  const [lead] = view.poor;
  if (!lead) return undefined;
  for (const { id, find } of likelyRules) {
    const found = find(view, lead);
    if (found) return { rule: id, lead, ...found };
  }
  return undefined;
}

/** Everybody who had poor media is in one network, and nobody in it had good media. */
function findSharedNetwork(view: CallView): Conclusion | undefined {
  const { poorPeople, people, evidence } = view;
  const site = siteOf(evidence.networks.get(poorPeople[0]?.key ?? ''));
  const isThere = ({ key }: PersonView) => siteOf(evidence.networks.get(key)) === site;
  if (poorPeople.length < 2 || site === undefined || !poorPeople.every(isThere)) return undefined;
  const others = [...people.values()].filter((person) => isAllGood(person));
  if (others.some(isThere)) return undefined;
  const { subnet } = evidence.networks.get(poorPeople[0]?.key ?? '') ?? {};
  return {
    place: `the network ${subnet} that they share`,
    since:
      others.length > 0
        ? `${countOthers(others.length)} elsewhere had good media`
        : 'everybody with poor media is in it',
    ruledOut: others.length > 0 ? ['the service'] : [],
    people: poorPeople.map(({ key }) => key),
  };
}

/** Homes have the same subnets: only the public address tells one from another. */
function siteOf(network: EndNetwork | undefined): string | undefined {
  return network?.subnet && network.publicAddress && `${network.publicAddress} ${network.subnet}`;
}

function findEverybody({
  people,
  poorPeople,
  organizer,
  nameOf,
  evidence,
}: CallView): Conclusion | undefined {
  if (people.size < 3 || poorPeople.length < people.size) return undefined;
  const isPhoned = [...people.keys()].some(isPhone);
  const hasService = evidence.relations.some(
    ({ receiver, sender }) => !isPerson(receiver) || !isPerson(sender),
  );
  const places = [
    organizer && people.has(organizer)
      ? `the side of the organizer ${nameOf(organizer)}`
      : "the organizer's side",
    ...(hasService ? ['the service'] : []),
    ...(isPhoned ? ['the phone line'] : []),
  ];
  return {
    place: oneOf(places),
    since: 'nobody had good media',
    ruledOut: ['the network of one person alone'],
    people: poorPeople.map(({ key }) => key),
  };
}

/** Both directions of one end are poor by the same measure, and nothing clears its network or accuses the other end's. */
function findOwnNetwork(view: CallView, lead: Relation): Conclusion | undefined {
  const suspects = findSuspects(view, lead);
  const own = suspects.length === 1 ? suspects[0] : findWireless(view, lead, suspects);
  if (!own) return undefined;
  const across = lead.receiver === own.key ? lead.sender : lead.receiver;
  const good = countPeople(view, own.key, isAllGood);
  const whose = whoseNetwork(view, own);
  const wired = suspects.length > 1 && `${view.nameOf(across)} was wired`;
  const reasons = [wired, good > 0 && `${countOthers(good)} had good media`];
  return {
    place: isPhone(across) ? `${whose} or the phone line` : whose,
    since: ['both directions were poor', ...reasons.filter((reason) => reason !== false)].join(' and '),
    ruledOut: good > 0 && !isPerson(across) ? ['the service'] : [],
    people: suspects.length > 1 ? [own.key, across] : [own.key, across].filter(isPerson),
  };
}

/**
 * The one of two that is not wired, where the other is and something speaks for the air between: a weak signal; with no
 * signal known, more than a long way, which a congested line makes just as well.
 */
function findWireless(
  { evidence }: CallView,
  lead: Relation,
  suspects: readonly PersonView[],
): PersonView | undefined {
  const networkOf = ({ key }: PersonView) => evidence.networks.get(key);
  const isWireless = (person: PersonView) => ['wifi', 'mobile'].includes(networkOf(person)?.type ?? '');
  const wireless = suspects.filter(isWireless);
  const wired = suspects.filter((person) => networkOf(person)?.type === 'wired');
  const [one] = wireless;
  if (!one || wireless.length > 1 || wired.length !== 1) return undefined;
  const signal = networkOf(one)?.signal;
  const isLikely =
    signal === undefined
      ? [...lead.beyond].some((measure) => measure !== 'averageRoundTripTime')
      : signal < weakSignalPercent;
  return isLikely ? one : undefined;
}

/** Two ends face each other with both directions poor: it may be the network of either. */
function findEitherNetwork(view: CallView, lead: Relation): Conclusion | undefined {
  const suspects = findSuspects(view, lead);
  if (suspects.length < 2) return undefined;
  return {
    place: oneOf(suspects.map((person) => whoseNetwork(view, person))),
    since: 'both directions were poor',
    ruledOut: [],
    people: suspects.map(({ key }) => key),
  };
}

/** Those of the two ends of this relation whose both directions were poor by the same measure. */
function findSuspects({ people }: CallView, { receiver, sender }: Relation): PersonView[] {
  return [sender, receiver].flatMap((key) => {
    const person = isPhone(key) ? undefined : people.get(key);
    if (!person || hasGoodWithAnother(person)) return [];
    const sent = new Set(person.sent.flatMap(({ beyond }) => [...beyond]));
    return person.received.some(({ beyond }) => [...beyond].some((measure) => sent.has(measure)))
      ? [person]
      : [];
  });
}

/** Good both ways with somebody else: then the network was good enough. */
function hasGoodWithAnother({ received, sent }: PersonView): boolean {
  const isGood = ({ good, poor }: Relation) => good > 0 && poor === 0;
  const heard = new Set(received.filter(isGood).map(({ sender }) => sender));
  for (const { sender, poor } of received) if (poor > 0) heard.delete(sender);
  return sent.some((relation) => isGood(relation) && heard.has(relation.receiver));
}

function findUpload(view: CallView, lead: Relation): Conclusion | undefined {
  const { receiver, sender } = lead;
  if (!isPerson(sender) || isPhone(sender)) return undefined;
  const found = (since: string, ruledOut: string[]) => ({
    place: `${view.nameOf(sender)}'s upload`,
    since,
    ruledOut,
    people: [receiver, sender].filter(isPerson),
  });
  const isGoodFrom = isGoodLike(lead);
  if (isPerson(receiver)) {
    const fromOthers =
      view.people.get(receiver)?.received.filter((one) => one.sender !== sender && one.kind === lead.kind) ??
      [];
    if (fromOthers.length === 0 || !fromOthers.every(isGoodFrom)) return undefined;
    const name = view.nameOf(receiver);
    return found(`${name} ${verbOf(lead)} the others well`, [`${name}'s download`]);
  }
  const others = countPeople(view, sender, ({ sent }) => sent.some(isGoodFrom));
  const well = `${countOthers(others)} came through well`;
  return found(
    others > 0 ? well : 'it was poor on its way to the service',
    others > 0 ? ['the service'] : [],
  );
}

function findDownload(view: CallView, lead: Relation): Conclusion | undefined {
  const { receiver, sender } = lead;
  if (!isPerson(receiver) || isPhone(receiver)) return undefined;
  const isGoodFrom = isGoodLike(lead);
  const others = countPeople(view, receiver, ({ received }) =>
    received.some((relation) => relation.sender === sender && isGoodFrom(relation)),
  );
  if (isPerson(sender) && others === 0) return undefined;
  const whom = isPerson(sender) ? ` ${view.nameOf(sender)}` : '';
  const well = `${countOthers(others)} ${verbOf(lead)}${whom} well`;
  return {
    place: `${view.nameOf(receiver)}'s download`,
    since: others > 0 ? well : 'it was poor on its way from the service',
    ruledOut: others > 0 ? [isPerson(sender) ? `${view.nameOf(sender)}'s upload` : 'the service'] : [],
    people: [receiver, sender].filter(isPerson),
  };
}

/** Nothing tells the one end from the other. */
function findOneWay(view: CallView, lead: Relation): Conclusion {
  const { receiver, sender } = lead;
  const place = (key: EndKey, way: string) =>
    isPhone(key) ? 'the phone line' : isPerson(key) ? `${view.nameOf(key)}'s ${way}` : 'the service';
  const back = view.evidence.relations.find(
    (relation) => relation.sender === receiver && relation.receiver === sender && relation.kind === lead.kind,
  );
  const isBackGood = back?.poor === 0;
  return {
    place: oneOf([place(sender, 'upload'), place(receiver, 'download')]),
    since: isBackGood
      ? 'the other direction was good'
      : back
        ? 'both directions were poor and nothing tells the two ends apart'
        : 'only one direction was measured as poor',
    ruledOut: isBackGood ? ['a network that is bad both ways'] : [],
    people: [receiver, sender].filter(isPerson),
  };
}

function isGoodLike({ kind }: Relation): (relation: Relation) => boolean {
  return (relation) => relation.kind === kind && relation.good > 0 && relation.poor === 0;
}

function countPeople(
  { people }: CallView,
  besides: EndKey,
  matches: (person: PersonView) => boolean,
): number {
  return [...people.values()].filter((person) => person.key !== besides && matches(person)).length;
}

function whoseNetwork({ evidence, nameOf }: CallView, { key }: PersonView): string {
  return `${nameOf(key)}'s network${networkWords(evidence.networks.get(key))}`;
}

function networkWords(network: EndNetwork | undefined): string {
  if (!network?.type) return '';
  const type = network.type === 'wifi' ? 'Wi-Fi' : network.type;
  const signal = network.type === 'wifi' && network.signal !== undefined ? `, signal ${network.signal}%` : '';
  return ` (${type}${signal})`;
}

function verbOf({ kind }: Relation): string {
  return kind === 'audio' ? 'heard' : 'saw';
}

function countOthers(count: number): string {
  return count === 1 ? 'one other person' : `${count} others`;
}

function oneOf(named: readonly string[]): string {
  const places = [...new Set(named)];
  return places.length < 2 ? (places[0] ?? '') : `${places.slice(0, -1).join(', ')} or ${places.at(-1)}`;
}
