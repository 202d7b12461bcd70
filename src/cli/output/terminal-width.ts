/** How wide what people read may be. */
import type { OutputStream } from '../world.ts';

const usual = 80;
/** In a narrower terminal lines go on below: cut to so little, nothing can be read. */
const least = 20;

/** A terminal that nobody has told its size, as under `docker run -t`, says 0. */
export function terminalWidth({ isTTY, columns }: Pick<OutputStream, 'isTTY' | 'columns'>): number {
  return isTTY && columns ? Math.max(columns, least) : usual;
}
