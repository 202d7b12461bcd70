/**
 * Whether the sound device at one end of audio did not work for a part of the call: the limits that "Use Call Analytics
 * to troubleshoot poor call quality" shows as poor.
 */
import { numberIn } from '../model/graph-value.ts';
import { formatMeasure } from './format-measure.ts';

export const deviceRuleId = 'ca-device';
const limit = 0.005;

const parts = [
  { part: 'microphone', measure: 'captureNotFunctioningEventRatio' },
  { part: 'speaker', measure: 'renderNotFunctioningEventRatio' },
] as const;

export interface DeviceFault {
  ruleId: typeof deviceRuleId;
  part: 'microphone' | 'speaker';
  /** The member of the device. */
  measure: (typeof parts)[number]['measure'];
  /** Share of the call. */
  value: number;
  limit: number;
  /** `microphone not working for 3% of the call`. Holds no text of the record's. */
  reason: string;
}

/** Takes `callerDevice` or `calleeDevice` of audio as parsed from the record, whatever it is. The limit itself is poor. */
export function checkDevice(device: unknown): DeviceFault[] {
  const faults: DeviceFault[] = [];
  for (const { part, measure } of parts) {
    const value = numberIn(device, measure);
    if (value === undefined || value < limit) continue;
    const reason = `${part} not working for ${formatMeasure(value, 'share')} of the call`;
    faults.push({ ruleId: deviceRuleId, part, measure, value, limit, reason });
  }
  return faults;
}
