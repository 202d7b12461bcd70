/** A length of time as a clock shows it. */

/** `4:12`, `1:04:12`. */
export function formatClock(lengthMs: number): string {
  const seconds = Math.round(lengthMs / 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
