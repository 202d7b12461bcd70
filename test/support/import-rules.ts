/** Holds the imports of a source tree against a table of rooms, and looks for circles among them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path/posix';
import type { Import } from './read-imports.ts';

export interface Room {
  /** The rooms whose files it may import, types included, besides its own; `src/*` for all of them. */
  imports: readonly string[];
  /** The packages and modules of Node it may import, types included; `node:*` for all of them. */
  packages?: readonly string[];
  /** Where code goes that wants to import something else. */
  instead: string;
}

/** By folder or file, from the root of the tree; the longest that fits is the room of a file. */
export type Rooms = Readonly<Record<string, Room>>;

export function roomOf(file: string, rooms: Rooms): string | undefined {
  return Object.keys(rooms)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((one, other) => other.length - one.length)[0];
}

/** A line for each import that the table does not allow: the import, the rule, and where the code could go. */
export function findForbidden(root: string, imports: readonly Import[], rooms: Rooms): string[] {
  return imports.flatMap((one) => judge(root, one, rooms) ?? []);
}

function judge(root: string, { from, specifier, to }: Import, rooms: Rooms): string | undefined {
  const name = roomOf(from, rooms);
  const room = name === undefined ? undefined : rooms[name];
  if (!room) return `${from} is in no room. A new room is a line in the table of test/house/imports.test.ts.`;
  if (to === undefined) {
    const packages = room.packages ?? [];
    if (packages.some((pattern) => fits(specifier, pattern))) return;
    return `${from} imports ${specifier}. ${name} may import ${listed(packages, 'no package')}. ${room.instead}`;
  }
  if (!existsSync(join(root, to))) return `${from} imports ${specifier}, which does not exist.`;
  const target = roomOf(to, rooms);
  if (target === name || room.imports.some((pattern) => target && fits(target, pattern))) return;
  return `${from} imports ${to}. ${name} may import ${listed(room.imports, 'no other room')}. ${room.instead}`;
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function listed(names: readonly string[], none: string): string {
  return names.length === 0 ? none : `only ${names.join(', ')}`;
}

/** A line for each circle, named once: the files in the order in which they import each other. */
export function findCircles(imports: readonly Pick<Import, 'from' | 'to'>[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) {
    if (to !== undefined) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const next of targets.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return circles;
}
