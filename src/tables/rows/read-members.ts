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
  name: string;
  index: number;
  read?: ReadCell;
  members?: Place[];
}

/**
 * For the columns among these that are filled from `source`. `elsewhere` are members that somebody else reads, or that
 * knowingly have no column.
 */
export function makeMemberReader(
  columns: readonly DescribedColumn[],
  source: Source,
  elsewhere: readonly string[] = [],
): ReadMembers {
  const root: Place = { name: '', index: -1, members: [] };
  for (const path of elsewhere) placeAt(root, path);
  for (const [index, column] of columns.entries())
    if (column.source === source)
      Object.assign(placeAt(root, column.member), { index, read: readCell[column.as] });
  return (value, cells, tally) => readObject(root.members ?? [], value, cells, tally);
}

function placeAt(root: Place, path: string): Place {
  let at = root;
  for (const name of path.split('.')) {
    at.members ??= [];
    const known = at.members.find((place) => place.name === name);
    const place = known ?? { name, index: -1 };
    if (!known) at.members.push(place);
    at = place;
  }
  return at;
}

/** Looks for the known members, and at the others only where there must be some: this runs for every object of a day. */
function readObject(places: readonly Place[], value: unknown, cells: Cell[], tally: Tally): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    tally.unmapped += 1;
    return;
  }
  const object = value as Record<string, unknown>;
  let found = 0;
  for (const { name, index, read, members } of places) {
    const inside = object[name];
    if (inside === undefined) continue;
    found += 1;
    if (inside === null) continue;
    if (read) {
      const cell = read(inside);
      if (cell === undefined) tally.unmapped += 1;
      else cells[index] = cell;
    } else if (members) readObject(members, inside, cells, tally);
  }
  const names = Object.keys(object);
  if (names.length > found) tally.unmapped += countOthers(places, object, names);
}

function countOthers(places: readonly Place[], object: Record<string, unknown>, names: string[]): number {
  return names.filter(
    (name) => object[name] !== null && !isAnnotation(name) && !places.some((place) => place.name === name),
  ).length;
}

/** `@odata.type`, `organizer_v2@odata.context`: how Graph answered, nothing of the call. */
function isAnnotation(name: string): boolean {
  return name.includes('@odata.');
}
