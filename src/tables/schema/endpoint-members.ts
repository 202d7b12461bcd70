/** The members of an end of a session that have a column, for the caller and the callee. */
import { type DescribedColumn, type Member, madeColumn } from './column.ts';

export const endpointMembers: readonly Member[] = [
  {
    name: 'role',
    member: 'userAgent.role',
    as: 'text',
    meaning: 'role, where this end is a service of Microsoft’s',
  },
  { name: 'platform', member: 'userAgent.platform', as: 'text', meaning: 'platform: `windows`, `iOS` …' },
  {
    name: 'product_family',
    member: 'userAgent.productFamily',
    as: 'text',
    meaning: 'product: `teams`, `skypeForBusiness` …',
  },
  {
    name: 'client_version',
    member: 'userAgent.applicationVersion',
    as: 'text',
    meaning: 'version of the client or service',
  },
  {
    name: 'user_agent',
    member: 'userAgent.headerValue',
    as: 'text',
    meaning: 'what the client says of itself',
  },
  {
    name: 'application_id',
    member: 'userAgent.azureADAppId',
    as: 'text',
    meaning: 'Entra application of the client',
  },
  {
    name: 'communication_service_id',
    member: 'userAgent.communicationServiceId',
    as: 'text',
    meaning: 'Azure Communication Services resource',
  },
  { name: 'machine_name', member: 'name', as: 'text', meaning: 'name of the machine' },
  { name: 'cpu_name', member: 'cpuName', as: 'text', meaning: 'processor' },
  { name: 'cpu_cores', member: 'cpuCoresCount', as: 'int32', meaning: 'cores of the processor' },
  {
    name: 'cpu_speed_mhz',
    member: 'cpuProcessorSpeedInMhz',
    as: 'int32',
    unit: 'MHz',
    meaning: 'speed of the processor',
  },
  {
    name: 'rating',
    member: 'feedback.rating',
    as: 'text',
    meaning: 'rating that was given: `bad` to `excellent`, or `notRated`',
  },
  { name: 'feedback_text', member: 'feedback.text', as: 'text', meaning: 'what was written with the rating' },
];

/** Who that is: the same five columns wherever an identity stands. */
export function identityColumns(prefix: string, whose: string, path: string): DescribedColumn[] {
  return [
    madeColumn(
      `${prefix}kind`,
      'text',
      `${whose}kind, in Graph’s word: \`user\`, \`guest\`, \`phone\`, \`applicationInstance\` …`,
      path,
    ),
    madeColumn(`${prefix}id`, 'text', `${whose}id; of a phone its number`, path),
    madeColumn(`${prefix}name`, 'text', `${whose}display name`, path),
    madeColumn(`${prefix}upn`, 'text', `${whose}user principal name, or the e-mail address of a guest`, path),
    madeColumn(`${prefix}tenant_id`, 'text', `${whose}tenant`, path),
  ];
}
