/** Media of a segment: networks, devices and streams, with the full set of properties of the schema. */
import { array, known, member, object, string } from './json-text.ts';
import type { Random } from './random.ts';
import { dateTime, shortDuration } from './times.ts';

export interface MediaSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** The client's own telemetry has arrived; without it most values are null. */
  readonly reported: boolean;
}

export function media(label: string, span: MediaSpan, random: Random): string {
  return object(
    member('label', string(label)),
    member('callerNetwork', network(random, span.reported)),
    member('calleeNetwork', network(random, true)),
    member('callerDevice', known(span.reported, device(random))),
    member('calleeDevice', known(random.chance(0.5), device(random))),
    member(
      'streams',
      array([stream(label, 'callerToCallee', span, random), stream(label, 'calleeToCaller', span, random)]),
    ),
  );
}

function network(random: Random, reported: boolean): string {
  const wifi = random.chance(0.5);
  return object(
    member('ipAddress', string(`10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`)),
    member('subnet', string(`10.${random.int(0, 255)}.0.0`)),
    member('linkSpeed', random.pick(['54000000', '1000000000', '4294967295', '9007199254740993'])),
    member('connectionType', string(wifi ? 'wifi' : 'wired')),
    member('networkTransportProtocol', string(random.pick(['udp', 'tcp', 'unknown']))),
    member('port', String(random.int(50_000, 50_059))),
    member('reflexiveIPAddress', '"203.0.113.7"'),
    member('relayIPAddress', '"52.114.188.32"'),
    member('relayPort', '3478'),
    member('macAddress', string(`00-15-5D-${random.hex(2).toUpperCase()}-00-01`)),
    member('basicServiceSetIdentifier', wifi ? string(`02:00:5e:${random.hex(2)}:00:01`) : 'null'),
    member('wifiBand', string(wifi ? 'frequency50GHz' : 'unknown')),
    member('wifiRadioType', string(wifi ? 'wifi80211ax' : 'unknown')),
    member('wifiChannel', wifi ? '36' : 'null'),
    member('wifiSignalStrength', known(wifi && reported, String(random.int(40, 100)))),
    member('wifiBatteryCharge', 'null'),
    member('wifiVendorDriver', wifi ? '"Intel\\u00ae Wi-Fi 6E AX211"' : 'null'),
    member('wifiVendorDriverVersion', 'null'),
    member('wifiMicrosoftDriver', 'null'),
    member('wifiMicrosoftDriverVersion', 'null'),
    member('dnsSuffix', random.chance(0.4) ? '"corp.contoso.example"' : 'null'),
    member('sentQualityEventRatio', ratio(random, reported)),
    member('receivedQualityEventRatio', ratio(random, reported)),
    member('delayEventRatio', '0'),
    member('bandwidthLowEventRatio', '0.0'),
    member(
      'traceRouteHops',
      array(
        Array.from({ length: random.int(0, 2) }, (_, hop) =>
          object(
            member('hopCount', String(hop + 1)),
            member('ipAddress', string(`10.0.${hop}.1`)),
            member('roundTripTime', shortDuration(random)),
          ),
        ),
      ),
    ),
  );
}

function device(random: Random): string {
  return object(
    member('captureDeviceName', string(random.pick(['Default input device', 'Mikrofon (Jabra Evolve² 75)']))),
    member('captureDeviceDriver', '"Microsoft: 10.0.22621.1"'),
    member('renderDeviceName', '"Speakers (Microsoft Virtual Audio Device (Simple) (WDM))"'),
    member('renderDeviceDriver', 'null'),
    member('sentSignalLevel', String(random.int(-40, -5))),
    member('receivedSignalLevel', String(random.int(-40, -5))),
    member('sentNoiseLevel', String(random.int(-90, -40))),
    member('receivedNoiseLevel', String(random.int(-90, -40))),
    member('initialSignalLevelRootMeanSquare', `${random.int(1, 200)}.${random.int(10_000, 99_999)}`),
    member('cpuInsufficentEventRatio', ratio(random, true)),
    member('renderNotFunctioningEventRatio', '0'),
    member('captureNotFunctioningEventRatio', '0'),
    member('deviceGlitchEventRatio', '0'),
    member('lowSpeechToNoiseEventRatio', 'null'),
    member('lowSpeechLevelEventRatio', 'null'),
    member('deviceClippingEventRatio', 'null'),
    member('howlingEventCount', '0'),
    member('renderZeroVolumeEventRatio', '1.0'),
    member('renderMuteEventRatio', '1'),
    member('micGlitchRate', String(random.int(0, 200))),
    member('speakerGlitchRate', String(random.int(0, 4000))),
  );
}

function stream(label: string, direction: string, span: MediaSpan, random: Random): string {
  const isKnown = span.reported || direction === 'calleeToCaller';
  const video = label !== 'main-audio';
  const duration = () => known(isKnown, shortDuration(random));
  const share = () => ratio(random, isKnown);
  return object(
    member('streamId', string(String(random.int(1, 4_294_967_295)))),
    member('streamDirection', string(direction)),
    member('startDateTime', string(dateTime(span.fromMs, random))),
    member('endDateTime', string(dateTime(span.toMs, random))),
    member('audioCodec', video ? 'null' : string(random.pick(['satin', 'opus', 'g722', 'pcmu']))),
    member('videoCodec', video ? string(random.pick(['h264', 'av1', 'h265'])) : 'null'),
    member(
      'averageAudioDegradation',
      known(isKnown && !video, `${random.int(0, 2)}.${random.int(1, 999_999)}`),
    ),
    member('averageJitter', duration()),
    member('maxJitter', duration()),
    member('averagePacketLossRate', share()),
    member('maxPacketLossRate', share()),
    member('averageRatioOfConcealedSamples', video ? 'null' : share()),
    member('maxRatioOfConcealedSamples', video ? 'null' : share()),
    member('averageRoundTripTime', duration()),
    member('maxRoundTripTime', duration()),
    member('packetUtilization', known(isKnown, random.pick(['67', '709', '120000', '9007199254740993']))),
    member('averageBandwidthEstimate', known(isKnown, String(random.int(100_000, 90_000_000)))),
    member('wasMediaBypassed', random.pick(['false', 'true', 'null'])),
    member('postForwardErrorCorrectionPacketLossRate', share()),
    member('averageVideoFrameLossPercentage', video ? share() : 'null'),
    member('averageReceivedFrameRate', video ? '14.0' : 'null'),
    member('lowFrameRateRatio', video ? share() : 'null'),
    member('averageVideoPacketLossRate', video ? share() : 'null'),
    member('averageVideoFrameRate', video ? '29.97' : 'null'),
    member('lowVideoProcessingCapabilityRatio', 'null'),
    member('averageAudioNetworkJitter', video ? 'null' : duration()),
    member('maxAudioNetworkJitter', video ? 'null' : duration()),
    member('rmsFreezeDuration', video ? duration() : 'null'),
    member('averageFreezeDuration', video ? duration() : 'null'),
    member('isAudioForwardErrorCorrectionUsed', video ? 'null' : String(random.chance(0.5))),
  );
}

/** Between 0 and 1, in the spellings that Graph uses for a single: `0`, `1.0`, `0.27`, `1.2E-05`. */
function ratio(random: Random, isKnown: boolean): string {
  const [short, long] = [`0.${random.int(1, 99)}`, `0.0${random.int(1, 9_999_999)}`];
  return known(isKnown, random.pick(['0', '0', '1.0', '0.0', short, long, '1.2E-05']));
}
