/** A place from which somebody calls: its addresses, its Wi-Fi, and how good the line is. They stay the same. */
import type { Random } from '../generator/random.ts';
import type { Office } from './offices.ts';

/** What a line does to a call; `figures.ts` has the measures of each. */
export type LineName = 'wired' | 'wifi' | 'mobile' | 'bad-wifi' | 'congested' | 'service' | 'telephone';

export interface WiFi {
  readonly band: 'frequency24GHz' | 'frequency50GHz';
  readonly channel: number;
  readonly radio: 'wifi80211n' | 'wifi80211ac' | 'wifi80211ax';
  /** In percent. */
  readonly signal: number;
  readonly accessPoint: string;
  readonly driver: string;
}

export interface Network {
  readonly line: LineName;
  readonly connection: 'wired' | 'wifi' | 'mobile' | 'unknown';
  readonly address: string;
  readonly subnet: string;
  readonly publicAddress: string;
  readonly mac: string;
  /** Bits a second. */
  readonly linkSpeed: number;
  readonly wifi: WiFi | undefined;
  readonly dnsSuffix: string | undefined;
}

export function deskNetwork(random: Random, office: Office, place: number, hasSocket: boolean): Network {
  const isWired = random.chance(0.6) && hasSocket;
  return {
    line: isWired ? 'wired' : 'wifi',
    connection: isWired ? 'wired' : 'wifi',
    address: `${office.net}.${20 + place}`,
    subnet: `${office.net}.0`,
    publicAddress: office.publicAddress,
    mac: macAddress(random),
    linkSpeed: isWired ? 1_000_000_000 : 866_700_000,
    wifi: isWired ? undefined : goodWiFi(random, `02-00-5E-${office.net.slice(-1).padStart(2, '0')}`),
    dnsSuffix: 'corp.contoso.com',
  };
}

export function homeNetwork(random: Random, hasSocket: boolean, hasBadWiFi = false): Network {
  const isWired = random.chance(0.2) && hasSocket && !hasBadWiFi;
  const prefix = `02-00-5E-${random.hex(2).toUpperCase()}`;
  const wifi = hasBadWiFi ? badWiFi(random, prefix) : goodWiFi(random, prefix);
  const speed = hasBadWiFi ? 26_000_000 : 433_300_000;
  return {
    line: isWired ? 'wired' : hasBadWiFi ? 'bad-wifi' : 'wifi',
    connection: isWired ? 'wired' : 'wifi',
    address: `192.168.178.${random.int(20, 199)}`,
    subnet: '192.168.178.0',
    publicAddress: `203.0.113.${random.int(2, 250)}`,
    mac: macAddress(random),
    linkSpeed: isWired ? 1_000_000_000 : speed,
    wifi: isWired ? undefined : wifi,
    dnsSuffix: 'fritz.box',
  };
}

export function mobileNetwork(random: Random): Network {
  return {
    line: 'mobile',
    connection: 'mobile',
    address: `100.64.${random.int(0, 255)}.${random.int(2, 250)}`,
    subnet: '100.64.0.0',
    publicAddress: `192.0.2.${random.int(2, 250)}`,
    mac: '00-00-00-00-00-00',
    linkSpeed: 150_000_000,
    wifi: undefined,
    dnsSuffix: undefined,
  };
}

/** The other end of every session of a meeting. */
export const serviceNetwork: Network = {
  line: 'service',
  connection: 'wired',
  address: '52.114.188.32',
  subnet: '52.114.188.0',
  publicAddress: '52.114.188.32',
  mac: '00-00-00-00-00-00-00-00',
  linkSpeed: 4_294_967_295,
  wifi: undefined,
  dnsSuffix: undefined,
};

/** Behind the gateway to the telephone network. */
export const telephoneNetwork: Network = {
  ...serviceNetwork,
  line: 'telephone',
  address: '52.114.250.12',
  subnet: '52.114.250.0',
  publicAddress: '52.114.250.12',
};

function goodWiFi(random: Random, prefix: string): WiFi {
  return {
    band: 'frequency50GHz',
    channel: random.pick([36, 44, 52, 100]),
    radio: random.pick(['wifi80211ac', 'wifi80211ax']),
    signal: random.int(72, 98),
    accessPoint: `${prefix}-10-0${random.int(1, 6)}`,
    driver: 'Intel(R) Wi-Fi 6E AX211 160MHz',
  };
}

function badWiFi(random: Random, prefix: string): WiFi {
  return {
    ...goodWiFi(random, prefix),
    band: 'frequency24GHz',
    channel: 6,
    radio: 'wifi80211n',
    signal: random.int(22, 34),
    driver: 'Realtek RTL8723BE Wireless LAN 802.11n',
  };
}

function macAddress(random: Random): string {
  return `00-15-5D-${random
    .hex(6)
    .toUpperCase()
    .replace(/(..)(..)(..)/, '$1-$2-$3')}`;
}
