/** People, their clients, networks and devices in the form of the schema. */
import type { Random } from '../generator/random.ts';
import type { Attendance } from './company-call.ts';
import type { Headset } from './equipment.ts';
import { ratio, single } from './figures.ts';
import type { Network } from './network.ts';
import type { Participant } from './people.ts';

type Json = Record<string, unknown>;

/** As in participants and the organizer. */
export function identitySet(who: Participant): Json {
  switch (who.kind) {
    case 'phone':
      return { user: null, phone: { id: who.id, displayName: null } };
    case 'guest':
      return { user: null, guest: { id: who.id, displayName: who.name } };
    default:
      return { user: singleIdentity(who) };
  }
}

/** As in `associatedIdentity`. */
function singleIdentity(who: Participant): Json {
  const displayName = who.kind === 'phone' ? null : who.name;
  if (who.kind === 'phone' || who.kind === 'guest') return { id: who.id, displayName };
  return {
    '@odata.type': '#microsoft.graph.callRecords.userIdentity',
    id: who.id,
    displayName,
    tenantId: who.tenantId,
    userPrincipalName: who.kind === 'employee' ? who.upn : null,
  };
}

export function participantEndpoint({ who, feedback }: Attendance, isRated: boolean): Json {
  if (who.kind === 'phone') {
    return {
      '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
      name: null,
      cpuName: null,
      cpuCoresCount: null,
      cpuProcessorSpeedInMhz: null,
      userAgent: serviceAgent('gateway'),
      identity: identitySet(who),
      associatedIdentity: singleIdentity(who),
      feedback: null,
    };
  }
  const { machine } = who;
  return {
    '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
    name: machine.name,
    cpuName: machine.cpu || null,
    cpuCoresCount: machine.cores,
    cpuProcessorSpeedInMhz: machine.megahertz || null,
    userAgent: {
      '@odata.type': '#microsoft.graph.callRecords.clientUserAgent',
      headerValue: machine.header,
      applicationVersion: machine.appVersion,
      platform: machine.platform,
      productFamily: 'teams',
      communicationServiceId: null,
      azureADAppId: null,
    },
    identity: identitySet(who),
    associatedIdentity: singleIdentity(who),
    feedback: isRated && feedback ? { ...feedback, text: feedback.text ?? null } : null,
  };
}

export function serviceEndpoint(role: string): Json {
  return { '@odata.type': '#microsoft.graph.callRecords.serviceEndpoint', userAgent: serviceAgent(role) };
}

function serviceAgent(role: string): Json {
  return {
    '@odata.type': '#microsoft.graph.callRecords.serviceUserAgent',
    headerValue: null,
    applicationVersion: null,
    role,
  };
}

export function networkInfo({ wifi, ...network }: Network, random: Random): Json {
  const isBad = network.line === 'bad-wifi';
  const isCongested = network.line === 'congested';
  const events = isBad || isCongested ? random.int(20, 60) / 100 : random.int(0, 2) / 100;
  return {
    ipAddress: network.address,
    subnet: network.subnet,
    linkSpeed: network.linkSpeed,
    connectionType: network.connection,
    networkTransportProtocol: 'udp',
    port: random.int(50_000, 50_019),
    reflexiveIPAddress: network.publicAddress,
    relayIPAddress: '52.114.188.102',
    relayPort: 3478,
    macAddress: network.mac,
    basicServiceSetIdentifier: wifi?.accessPoint ?? null,
    wifiBand: wifi?.band ?? 'unknown',
    wifiRadioType: wifi?.radio ?? 'unknown',
    wifiChannel: wifi?.channel ?? null,
    wifiSignalStrength: wifi?.signal ?? null,
    wifiBatteryCharge: wifi ? random.int(40, 100) : null,
    wifiVendorDriver: wifi?.driver ?? null,
    wifiVendorDriverVersion: wifi ? '23.60.1.2' : null,
    wifiMicrosoftDriver: wifi ? 'Microsoft' : null,
    wifiMicrosoftDriverVersion: wifi ? '10.0.26100.1' : null,
    dnsSuffix: network.dnsSuffix ?? null,
    sentQualityEventRatio: ratio(events),
    receivedQualityEventRatio: ratio(events / 2),
    delayEventRatio: isCongested ? ratio(events) : 0,
    bandwidthLowEventRatio: isCongested ? ratio(events / 2) : 0,
    traceRouteHops: [],
  };
}

export function deviceInfo({ capture, render, driver, isBroken }: Headset, random: Random): Json {
  return {
    captureDeviceName: capture,
    captureDeviceDriver: driver,
    renderDeviceName: render,
    renderDeviceDriver: driver,
    sentSignalLevel: isBroken ? random.int(-62, -50) : random.int(-28, -18),
    receivedSignalLevel: random.int(-28, -18),
    sentNoiseLevel: random.int(-82, -66),
    receivedNoiseLevel: random.int(-82, -66),
    initialSignalLevelRootMeanSquare: single(random.int(20_000, 180_000) / 1000),
    cpuInsufficentEventRatio: 0,
    renderNotFunctioningEventRatio: 0,
    captureNotFunctioningEventRatio: isBroken ? ratio(random.int(40, 160) / 1000) : 0,
    deviceGlitchEventRatio: isBroken ? ratio(random.int(50, 200) / 1000) : 0,
    lowSpeechToNoiseEventRatio: 0,
    lowSpeechLevelEventRatio: isBroken ? ratio(random.int(100, 300) / 1000) : 0,
    deviceClippingEventRatio: 0,
    howlingEventCount: 0,
    renderZeroVolumeEventRatio: 0,
    renderMuteEventRatio: 0,
    micGlitchRate: isBroken ? random.int(300, 900) : random.int(0, 12),
    speakerGlitchRate: random.int(0, 12),
  };
}
