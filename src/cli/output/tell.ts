/** What is said about the data: on stderr, with control characters escaped, whoever wrote the words. */
import { printableLines } from '../../reading/display-text.ts';
import type { World } from '../world.ts';

/** `text` ends its lines itself. */
export function tell({ stderr }: Pick<World, 'stderr'>, text: string): void {
  stderr.write(printableLines(text));
}
