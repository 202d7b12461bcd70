/** Small calls of a few people, media by media, as a record would have them. */

type Measures = Record<string, unknown>;

export const good: Measures = {
  packetUtilization: 4000,
  averageRoundTripTime: 'PT0.061S',
  averagePacketLossRate: 0.001,
  averageJitter: 'PT0.004S',
  averageVideoFrameRate: 24,
};
export const slow: Measures = { ...good, averageRoundTripTime: 'PT0.612S' };
export const lossy: Measures = { ...good, averagePacketLossRate: 0.14 };
export const fewPackets: Measures = { ...slow, packetUtilization: 12 };
export const silent: Measures = { packetUtilization: null, averageRoundTripTime: null };

export const person = (displayName: string, id = displayName.toLowerCase()) => ({
  associatedIdentity: { id, displayName },
});
export const phone = (id: string) => ({ identity: { phone: { id } } });
export const service = (role = 'skypeForBusinessAudioVideoMcu') => ({ userAgent: { role } });

export interface MediaPlan {
  label?: string;
  /** Streams from the first end to the second, and back. */
  there?: Measures | Measures[];
  back?: Measures | Measures[];
  networks?: [object | undefined, object | undefined];
  devices?: [object | undefined, object | undefined];
}

function media({ label = 'main-audio', there = [], back = [], networks, devices }: MediaPlan) {
  const streams = [
    ...[there].flat().map((stream) => ({ streamDirection: 'callerToCallee', ...stream })),
    ...[back].flat().map((stream) => ({ streamDirection: 'calleeToCaller', ...stream })),
  ];
  return {
    label,
    callerNetwork: networks?.[0],
    calleeNetwork: networks?.[1],
    callerDevice: devices?.[0],
    calleeDevice: devices?.[1],
    streams,
  };
}

/** A session of one segment from 10:00:00 to 10:30:00 UTC. */
export function session(caller: object, callee: object, ...plans: MediaPlan[]) {
  return {
    startDateTime: '2026-11-20T10:00:00Z',
    endDateTime: '2026-11-20T10:30:00Z',
    caller,
    callee,
    segments: [{ caller, callee, media: plans.map(media) }],
  };
}
