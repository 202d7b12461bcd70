/** Truth values: of them Parquet has no dictionaries, but bits. */
import type { Dictionary } from './dictionary.ts';
import { packBits } from './run-length.ts';

export function makeFlags(): Dictionary {
  return {
    placeOf: Number,
    size: () => 2,
    append(page, places) {
      const length = Math.ceil(places.length / 8);
      page.append(length, (room) => {
        packBits(places, 1, room, 0);
        return length;
      });
    },
    clear() {},
  };
}
