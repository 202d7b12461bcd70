/** When a time stamp is too young for its seal: who writes a chain anew can have its seals stamped only then. */
import { hourMs } from '../model/durations.ts';

/** For this long a stamp may be missing, or be made up. */
export const stampGraceMs = 48 * hourMs;

/** Both ISO 8601 UTC. */
export function isLateStamp(stampedAt: string, sealedAt: string): boolean {
  return Date.parse(stampedAt) - Date.parse(sealedAt) > stampGraceMs;
}
