/** Room for one column after the other as a page has it. */

export interface LevelRoom {
  /** With anything in it, for a column of so many values and nulls; to be used before it is opened again. */
  open(count: number): { repeated: Uint8Array; defined: Uint8Array; places: Int32Array };
}

export function makeLevelRoom(): LevelRoom {
  let length = 0;
  let room = makeArrays(length);
  return {
    open(count) {
      if (count > length) {
        length = count;
        room = makeArrays(length);
      }
      return room;
    },
  };
}

function makeArrays(length: number) {
  return {
    repeated: new Uint8Array(length),
    defined: new Uint8Array(length),
    places: new Int32Array(length),
  };
}
