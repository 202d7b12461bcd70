/** What somebody calls with: a machine with its Teams client, and a headset. They stay the same. */
import type { Random } from '../generator/random.ts';
import type { ClientName } from './employees.ts';

export interface Machine {
  readonly name: string;
  readonly cpu: string;
  readonly cores: number;
  readonly megahertz: number;
  readonly platform: 'windows' | 'macOS' | 'iOS' | 'android' | 'web';
  readonly header: string;
  readonly appVersion: string;
}

export interface Headset {
  readonly capture: string;
  readonly render: string;
  readonly driver: string;
  /** Its microphone fails again and again. */
  readonly isBroken: boolean;
}

type Kind = Pick<Machine, 'platform' | 'header' | 'appVersion' | 'cpu' | 'cores' | 'megahertz'>;

const kinds: Readonly<Record<ClientName, Kind>> = {
  windows: {
    platform: 'windows',
    header: 'CallSignalingAgent (49/25306.804.4102.7193//;release_tw/2026.22.01.5)',
    appVersion: '25306.804.4102.7193',
    cpu: '13th Gen Intel(R) Core(TM) i5-1345U',
    cores: 10,
    megahertz: 1600,
  },
  mac: {
    platform: 'macOS',
    header: 'CallSignalingAgent (27/25290.302.4044.3989//;release_tw/2026.20.01.9)',
    appVersion: '25290.302.4044.3989',
    cpu: 'Apple M3',
    cores: 8,
    megahertz: 4050,
  },
  iphone: {
    platform: 'iOS',
    header: 'TeamsMobile-iOS/7.19.0 (iPhone15,2)',
    appVersion: '7.19.0',
    cpu: 'Apple A16',
    cores: 6,
    megahertz: 3460,
  },
  android: {
    platform: 'android',
    header: 'TeamsMobile-Android/1416.1.0 (SM-S921B Android 15)',
    appVersion: '1416.1.0',
    cpu: 'Exynos 2400',
    cores: 10,
    megahertz: 3200,
  },
  browser: {
    platform: 'web',
    header: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Edg/142.0.0.0',
    appVersion: '1415.25.11.02',
    cpu: '',
    cores: 4,
    megahertz: 0,
  },
};

const headsets = ['Jabra Evolve2 65', 'Poly Voyager Focus 2', 'EPOS Adapt 660', 'Logitech Zone Wired'];

export function makeMachine(random: Random, client: ClientName, number: number): Machine {
  const letters = client === 'iphone' || client === 'android' ? 'PH' : client === 'mac' ? 'MB' : 'LT';
  return {
    name: `CONTOSO-${letters}-${String(random.int(1, 8) * 100 + number).padStart(4, '0')}`,
    ...kinds[client],
  };
}

export function makeHeadset(random: Random, client: ClientName, isBroken: boolean): Headset {
  if (client === 'iphone' || client === 'android') {
    return { capture: 'Built-in microphone', render: 'Built-in receiver', driver: 'system', isBroken: false };
  }
  const name = isBroken ? 'Fabrikam H110' : random.pick(headsets);
  return {
    capture: `Headset Microphone (${name})`,
    render: `Headset Earphone (${name})`,
    driver: client === 'mac' ? 'Apple: 14.6' : 'Microsoft: 10.0.26100.1',
    isBroken,
  };
}
