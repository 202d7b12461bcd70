/** A call record with every member that Microsoft's schema has, of people of every kind, with secrets in all of it. */
import type { Planter } from './planted-values.ts';

export interface PlantedPerson {
  /** Short name in places: `anna`. */
  who: string;
  /** Microsoft's name of the kind in an identity set. */
  kind: 'user' | 'guest' | 'phone' | 'applicationInstance' | 'azureCommunicationServicesUser' | 'encrypted';
  id: string;
  displayName: string | null;
  tenantId: string | null;
  userPrincipalName?: string;
}

export interface PlantedRecordPlan {
  id: string;
  version: number;
  /** ISO 8601 with `Z`. */
  startDateTime: string;
  endDateTime: string;
  organizer: PlantedPerson;
  /** Each has a session with a service. */
  people: readonly PlantedPerson[];
  joinWebUrl: string;
}

const service = {
  '@odata.type': '#microsoft.graph.callRecords.serviceEndpoint',
  userAgent: {
    '@odata.type': '#microsoft.graph.callRecords.serviceUserAgent',
    headerValue: null,
    applicationVersion: null,
    role: 'skypeForBusinessAudioVideoMcu',
  },
};

export function makePlantedRecord(planter: Planter, plan: PlantedRecordPlan): Record<string, unknown> {
  const { organizer, people, ...head } = plan;
  const participants = people.map((person) => ({
    id: person.id,
    administrativeUnitInfos: [{ id: planter.guid(`${person.who}.administrativeUnit`) }],
    identity: identitySet(person),
  }));
  return {
    ...head,
    type: 'groupCall',
    modalities: ['audio', 'video'],
    lastModifiedDateTime: head.endDateTime,
    organizer: identitySet(organizer),
    participants: people.map(identitySet),
    organizer_v2: {
      id: organizer.id,
      administrativeUnitInfos: [{ id: planter.guid('organizer.administrativeUnit') }],
      identity: identitySet(organizer),
    },
    participants_v2: participants,
    sessions: people.map((person, index) => makeSession(planter, plan, person, index)),
    tomorrow: { known: planter.text('tomorrow') },
  };
}

function makeSession(planter: Planter, plan: PlantedRecordPlan, person: PlantedPerson, index: number) {
  const { startDateTime, endDateTime } = plan;
  const id = `5e5510${String(index).padStart(2, '0')}-0000-4000-8000-${plan.id.slice(-12)}`;
  const span = { id, startDateTime, endDateTime };
  const ends = {
    caller: makeEndpoint(planter, person),
    callee: service,
  };
  const failureInfo = {
    stage: 'midcall',
    reason: `Lost ${planter.text(`${person.who}.reason`).replace(' ', '@')}.example at ${planter.address(`${person.who}.reason`)}`,
  };
  const label = 'main-audio';
  const streams = [
    planter.fill('mediaStream', `${person.who}.stream`, {
      startDateTime,
      endDateTime,
      streamDirection: 'callerToCallee',
    }),
    planter.fill('mediaStream', `${person.who}.streamBack`, {
      startDateTime,
      endDateTime,
      streamDirection: 'calleeToCaller',
    }),
  ];
  const media = [planter.fill('media', `${person.who}.media`, { label, streams })];
  const segments = [
    planter.fill('segment', `${person.who}.segment`, { ...span, ...ends, failureInfo, media }),
  ];
  const modalities = ['audio'];
  const session = planter.fill('session', `${person.who}.session`, {
    ...span,
    ...ends,
    failureInfo,
    segments,
    modalities,
    isTest: false,
  });
  return { ...session, tomorrow: planter.text(`${person.who}.session.tomorrow`) };
}

function makeEndpoint(planter: Planter, person: PlantedPerson) {
  const { who, kind, ...identity } = person;
  const { role, ...userAgent } = planter.fill('userAgent', `${who}.userAgent`);
  const feedback = {
    rating: 'poor',
    text: planter.text(`${who}.feedback.text`),
    tokens: { Echo: true, Other: planter.text(`${who}.feedback.token`) },
  };
  return {
    '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
    ...planter.fill('participantEndpoint', who, {
      userAgent: { '@odata.type': '#microsoft.graph.callRecords.clientUserAgent', ...userAgent },
      identity: identitySet(person),
      associatedIdentity: { '@odata.type': '#microsoft.graph.callRecords.userIdentity', ...identity },
      feedback,
    }),
  };
}

function identitySet({ who, kind, ...identity }: PlantedPerson) {
  return { [kind]: identity };
}
