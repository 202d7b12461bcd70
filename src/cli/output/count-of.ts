/** `1 file`, `2 files`: how many of something, in the words that people use. */

export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
