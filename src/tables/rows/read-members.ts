/** Fills the cells of a row from the members of one of Graph's objects, and counts the values that no column holds. */
import type { Cell } from '../../model/table-schema.ts';
import type { DescribedColumn, Source } from '../schema/column.ts';
import { type ReadCell, readCell } from './read-cell.ts';

/** Values of a record that no column holds. */
export interface Tally {
  unmapped: number;
}

/** Anything may be missing or of another type: what is no object but says something counts as one value. */
export type ReadMembers = (value: unknown, cells: Cell[], tally: Tally) => void;

/** What becomes of a member: a cell, or an object whose members become cells; of neither, somebody else reads it. */
interface Place {
  index: number;
  read?: ReadCell;
  members?: Places;
}

type Places = Map<string, Place>;

/**
 * For the columns among these that are filled from `source`. `elsewhere` are members that somebody else reads, or that
 * knowingly have no column.
 */
export function makeMemberReader(
  columns: readonly DescribedColumn[],
  source: Source,
  elsewhere: readonly string[] = [],
): ReadMembers {
  const root: Place = { index: -1 };
  for (const path of elsewhere) placeAt(root, path);
  for (const [index, column] of columns.entries())
    if (column.source === source)
      Object.assign(placeAt(root, column.member), { index, read: readCell[column.as] });
  const members: Places = root.members ?? new Map();
  return (value, cells, tally) => readObject(members, value, cells, tally);
}

function placeAt(root: Place, path: string): Place {
  let at = root;
  for (const name of path.split('.')) {
    at.members ??= new Map();
    const place = at.members.get(name) ?? { index: -1 };
    at.members.set(name, place);
    at = place;
  }
  return at;
}

function readObject(places: Places, value: unknown, cells: Cell[], tally: Tally): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    tally.unmapped += 1;
    return;
  }
  const object = value as Record<string, unknown>;
  for (const name in object) {
    const inside = object[name];
    if (inside === null) continue;
    const place = places.get(name);
    if (!place) {
      if (!isAnnotation(name)) tally.unmapped += 1;
    } else if (place.read) {
      const cell = place.read(inside);
      if (cell === undefined) tally.unmapped += 1;
      else cells[place.index] = cell;
    } else if (place.members) readObject(place.members, inside, cells, tally);
  }
}

/** `@odata.type`, `organizer_v2@odata.context`: how Graph answered, nothing of the call. */
function isAnnotation(name: string): boolean {
  return name.includes('@odata.');
}
