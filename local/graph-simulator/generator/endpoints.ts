/** The two ends of a session: a participant's client, or a service of Microsoft's. */
import { associatedIdentity, identitySet, type Person } from './identities.ts';
import { known, member, object, string } from './json-text.ts';
import type { Random } from './random.ts';

const clients = [
  ['windows', 'teams', 'Teams/1.6.00.4472 (Windows NT 10.0; Win64; x64)'],
  ['macOS', 'teams', 'CallSignalingAgent (27/1.5.00.22362//;release_2020\\/r4)'],
  ['iOS', 'teams', 'TeamsMobile-iOS/5.3 "beta"'],
  ['android', 'skypeForBusiness', 'RTCC/7.0.0.0 UCWA/7.0.0.0 AndroidLync/6.25.0.27 (SM-G930U Android 8.0.0)'],
  ['web', 'teams', 'Mozilla/5.0 (X11; Linux x86_64)'],
  ['ipPhone', 'teams', 'Yealink T58'],
  ['unknown', 'azureCommunicationServices', 'ACS/1.2 (JavaScript calling SDK)'],
] as const;

const processors = ['Intel(R) Core(TM) i7-1185G7 @ 3.00GHz', 'AMD EPYC 7452 32-Core Processor', 'Apple M3'];

/** `reported`: the client's own telemetry has arrived. */
export function participantEndpoint(person: Person, random: Random, reported: boolean): string {
  const [platform, productFamily, headerValue] =
    person.kind === 'acsUser' ? clients[6] : random.pick(clients.slice(0, 6));
  const feedback = known(random.chance(0.15), userFeedback(random));
  return object(
    member('@odata.type', '"#microsoft.graph.callRecords.participantEndpoint"'),
    member('name', known(reported, string(`machine_${random.hex(6)}`))),
    member('cpuName', known(reported, string(random.pick(processors)))),
    member('cpuCoresCount', known(reported, String(random.int(2, 32)))),
    member('cpuProcessorSpeedInMhz', known(reported, String(random.int(1800, 4800)))),
    member(
      'userAgent',
      object(
        member('@odata.type', '"#microsoft.graph.callRecords.clientUserAgent"'),
        member('headerValue', string(headerValue)),
        member('applicationVersion', known(random.chance(0.5), '"1.6.00.4472"')),
        member('platform', string(platform)),
        member('productFamily', string(productFamily)),
        member('communicationServiceId', person.kind === 'acsUser' ? string(random.guid()) : 'null'),
        member('azureADAppId', known(random.chance(0.2), string(random.guid()))),
      ),
    ),
    member('identity', identitySet(person)),
    member('associatedIdentity', associatedIdentity(person)),
    member('feedback', known(reported, feedback)),
  );
}

export function serviceEndpoint(role: string): string {
  return object(
    member('@odata.type', '"#microsoft.graph.callRecords.serviceEndpoint"'),
    member(
      'userAgent',
      object(
        member('@odata.type', '"#microsoft.graph.callRecords.serviceUserAgent"'),
        member('headerValue', 'null'),
        member('applicationVersion', 'null'),
        member('role', string(role)),
      ),
    ),
  );
}

function userFeedback(random: Random): string {
  return object(
    member('rating', string(random.pick(['bad', 'poor', 'fair', 'good', 'excellent', 'notRated']))),
    member(
      'text',
      random.chance(0.3) ? '"Echo & <i>noise<\\/i>, \\"@odata.nextLink\\": \\"none\\""' : 'null',
    ),
    member(
      'tokens',
      object(
        member('NoSound', 'false'),
        member('Echo', 'true'),
        member('DistortedSound', String(random.chance(0.5))),
      ),
    ),
  );
}
