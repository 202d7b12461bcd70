/**
 * The offices, their networks, and how each telephones. Addresses are those reserved for documentation; German, British
 * and American numbers are those reserved for films.
 */
export type City = 'Munich' | 'Hamburg' | 'Lisbon';

export interface Office {
  readonly city: City;
  /** First three numbers of its own addresses. */
  readonly net: string;
  readonly publicAddress: string;
  /** Calling Plan of Microsoft's, or a trunk of its own. */
  readonly telephony: 'calling-plan' | 'direct-routing';
  /** Its numbers, without the extension of three digits. */
  readonly numbers: string;
  readonly country: string;
}

export const offices: Readonly<Record<City, Office>> = {
  Munich: {
    city: 'Munich',
    net: '10.20.1',
    publicAddress: '198.51.100.11',
    telephony: 'calling-plan',
    numbers: '+498999998',
    country: 'DE',
  },
  Hamburg: {
    city: 'Hamburg',
    net: '10.20.2',
    publicAddress: '198.51.100.22',
    telephony: 'direct-routing',
    numbers: '+494066969',
    country: 'DE',
  },
  Lisbon: {
    city: 'Lisbon',
    net: '10.20.3',
    publicAddress: '198.51.100.33',
    telephony: 'calling-plan',
    numbers: '+351214401',
    country: 'PT',
  },
};
