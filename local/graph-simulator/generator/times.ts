/** Date and duration texts as Graph writes them: up to seven fractional digits, ISO 8601 durations. */
import type { Random } from './random.ts';

/** A time in UTC whose fraction has 7, 6 or 3 digits, or is left out when it is zero. */
export function dateTime(atMs: number, random: Random): string {
  const iso = new Date(atMs).toISOString();
  const digits = random.pick([7, 7, 7, 7, 6, 3]);
  const further = String(random.int(0, 9999))
    .padStart(4, '0')
    .slice(0, digits - 3);
  return `${iso.slice(0, -1)}${further}Z`;
}

/** From 1 ms to a few hundred, such as `PT0.016S`; now and then longer, or nothing. */
export function shortDuration(random: Random): string {
  if (random.chance(0.04)) return '"PT0S"';
  if (random.chance(0.03)) return `"PT${random.int(1, 9)}M${random.int(0, 59)}.${random.int(1, 9)}S"`;
  return `"PT0.${String(random.int(1, 480)).padStart(3, '0')}S"`;
}
