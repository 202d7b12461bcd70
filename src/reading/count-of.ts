/** A number with its noun, in the singular where it is one: `1 call`, `12 calls`. */

export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
