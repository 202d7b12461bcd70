/** Texts of what is known among many members that may be null. */
import { formatDuration, parseDuration } from '../model/graph-value.ts';

/**
 * Every number, text and flag of an object that is not said otherwise, after its name in words: `mic glitch rate 12`. So
 * a member that Graph adds one day is shown, too.
 */
export function otherFigures(value: unknown, saidOtherwise: ReadonlySet<string>): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, figure]) => {
    const isFigure = typeof figure === 'number' || typeof figure === 'string' || typeof figure === 'boolean';
    if (!isFigure || figure === '' || figure === 'unknown' || saidOtherwise.has(name)) return [];
    const durationMs = parseDuration(figure);
    return [`${splitWords(name)} ${durationMs === undefined ? figure : formatDuration(durationMs)}`];
  });
}

export function joinKnown(
  separator: string,
  parts: readonly (string | number | undefined | false | 0)[],
): string | undefined {
  return parts.filter(Boolean).join(separator) || undefined;
}

/** Graph has some hundred names, and each stream of a call the same ones. */
const splitNames = new Map<string, string>();
const maxSplitNames = 1000;
const maxNameLength = 100;

/** `averageJitter` → `average jitter`, `reflexiveIPAddress` → `reflexive IP address`. */
function splitWords(name: string): string {
  const known = splitNames.get(name);
  if (known !== undefined) return known;
  const split = splitAnew(name);
  if (splitNames.size < maxSplitNames && name.length <= maxNameLength) splitNames.set(name, split);
  return split;
}

function splitAnew(name: string): string {
  const words = name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return words.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(' ');
}
