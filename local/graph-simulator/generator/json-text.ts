/** Writes JSON text piece by piece, so that numbers and escapes stand exactly as they were written. */
/** Members that are undefined are left out. */
export function object(...members: readonly (string | undefined)[]): string {
  return `{${members.filter((member) => member !== undefined).join(',')}}`;
}

export function array(items: readonly string[]): string {
  return `[${items.join(',')}]`;
}

export function member(name: string, rawValue: string | undefined): string | undefined {
  return rawValue === undefined ? undefined : `"${name}":${rawValue}`;
}

export function string(value: string): string {
  return JSON.stringify(value);
}

/**
 * The value, or `null` while it is not known. Values are drawn in either case, so that a later version keeps
 * what an earlier one said.
 */
export function known(isKnown: boolean, rawValue: string): string {
  return isKnown ? rawValue : 'null';
}

/** The members that are there. */
export function members(...candidates: readonly (string | undefined)[]): string[] {
  return candidates.filter((candidate) => candidate !== undefined);
}
