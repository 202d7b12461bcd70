/** Everybody who takes part in Contoso's calls: its people, those of other companies, and callers by telephone. */
import { makeRandom } from '../generator/random.ts';
import { simulatedTenantId } from '../settings.ts';
import { type ClientName, type Department, employees, type Workplace } from './employees.ts';
import { type Headset, type Machine, makeHeadset, makeMachine } from './equipment.ts';
import { deskNetwork, homeNetwork, mobileNetwork, type Network, telephoneNetwork } from './network.ts';
import { type Office, offices } from './offices.ts';

export interface Employee {
  readonly kind: 'employee';
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly upn: string;
  readonly department: Department;
  readonly office: Office;
  readonly workplace: Workplace;
  readonly number: string;
  readonly machine: Machine;
  readonly headset: Headset;
  readonly desk: Network;
  readonly home: Network;
  readonly mobile: Network;
}

/** Somebody of another tenant, or a guest who joined by a link. */
export interface Visitor {
  readonly kind: 'federated' | 'guest';
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly machine: Machine;
  readonly headset: Headset;
  readonly home: Network;
}

export interface Telephone {
  readonly kind: 'phone';
  /** The number. */
  readonly id: string;
  readonly country: string;
  readonly home: Network;
}

export type Participant = Employee | Visitor | Telephone;

export interface Company {
  readonly tenantId: string;
  readonly employees: readonly Employee[];
  readonly visitors: readonly Visitor[];
  readonly telephones: readonly Telephone[];
}

/** The causes that can be found, and whose they are. */
export const badWiFiOf = 'Tom Becker';
export const badHeadsetOf = 'Priya Nair';

/** Fabrikam's tenant. */
const otherTenantId = '3b3a4f9e-1111-4222-8333-444455556666';

const visitors: readonly [name: string, kind: Visitor['kind'], client: ClientName][] = [
  ['Rachel Green', 'federated', 'windows'],
  ['Marcus Webb', 'federated', 'mac'],
  ['Isabelle Laurent', 'federated', 'windows'],
  ['Dr. Peter Kranz', 'guest', 'browser'],
  ['Lucy Park', 'guest', 'browser'],
];

const telephones: readonly [number: string, country: string][] = [
  ['+492214710077', 'DE'],
  ['+493023125211', 'DE'],
  ['+494066969844', 'DE'],
  ['+496990009234', 'DE'],
  ['+351213890456', 'PT'],
  ['+351225501188', 'PT'],
  ['+442079460123', 'GB'],
  ['+12025550147', 'US'],
];

export function makeCompany(tenantId: string = simulatedTenantId): Company {
  return {
    tenantId,
    employees: employees.map((row, place) => makeEmployee(row, place, tenantId)),
    visitors: visitors.map(([name, kind, client], place) => {
      const random = makeRandom('visitor', name);
      return {
        kind,
        id: random.guid(),
        tenantId: otherTenantId,
        name,
        machine: { ...makeMachine(random, client, place), name: `FABRIKAM-${place + 1}` },
        headset: makeHeadset(random, client, false),
        home: homeNetwork(random, true),
      };
    }),
    telephones: telephones.map(([id, country]) => ({ kind: 'phone', id, country, home: telephoneNetwork })),
  };
}

function makeEmployee(
  [name, department, city, workplace, client]: (typeof employees)[number],
  place: number,
  tenantId: string,
): Employee {
  const random = makeRandom('employee', name);
  const office = offices[city];
  const hasSocket = client !== 'iphone' && client !== 'android';
  return {
    kind: 'employee',
    id: random.guid(),
    tenantId,
    name,
    upn: `${accountName(name)}@contoso.com`,
    department,
    office,
    workplace,
    number: `${office.numbers}${100 + place}`,
    machine: makeMachine(random, client, place),
    headset: makeHeadset(random, client, name === badHeadsetOf),
    desk: deskNetwork(random, office, place, hasSocket),
    home: homeNetwork(random, hasSocket, name === badWiFiOf),
    mobile: mobileNetwork(random),
  };
}

/** `Zoë Müller` is `zoe.mueller`. */
function accountName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ü', 'ue')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll(' ', '.');
}
