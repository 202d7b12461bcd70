/** How many of something there are, in words: `1 call`, `1,234 calls`. */
import { sayNumber } from './say-dates.ts';

export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${sayNumber(count)} ${count === 1 ? one : many}`;
}
