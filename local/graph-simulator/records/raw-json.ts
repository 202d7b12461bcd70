/**
 * Takes valid JSON text apart without parsing its values, so that every byte stays what it was: members of
 * an object, items of an array, each by its position in the text.
 */
export interface RawMember {
  readonly name: string;
  /** Position of the key's opening quote. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

export interface RawItem {
  readonly start: number;
  readonly end: number;
}

/** The end of the value that starts at `start` (its first character, not white space). */
function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === '{' || first === '[') return endOfNested(text, start);
  let end = start;
  while (end < text.length && !',]} \t\r\n'.includes(text[end] ?? '')) end += 1;
  if (end === start) throw new Error(`No JSON value at ${start}`);
  return end;
}

/** The members of the object that starts at `start`, in order, duplicates too. */
export function rawMembers(text: string, start = skipSpace(text, 0)): RawMember[] {
  if (text[start] !== '{') throw new Error(`No JSON object at ${start}`);
  const members: RawMember[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, valueStart);
    members.push({ name: String(JSON.parse(text.slice(at, keyEnd))), start: at, valueStart, end });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

/** The items of the array that starts at `start`, in order. */
export function rawItems(text: string, start = skipSpace(text, 0)): RawItem[] {
  if (text[start] !== '[') throw new Error(`No JSON array at ${start}`);
  const items: RawItem[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] !== ']') {
    const end = endOfValue(text, at);
    items.push({ start: at, end });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return items;
}

/** The name of one raw `"name":value`. */
export function memberName(raw: string): string {
  return String(JSON.parse(raw.slice(0, endOfString(raw, 0))));
}

/** The object's text without the members of that name. */
export function withoutMember(text: string, name: string): string {
  const members = rawMembers(text);
  const kept = members.filter((member) => member.name !== name);
  if (kept.length === members.length) return text;
  return `{${kept.map((member) => text.slice(member.start, member.end)).join(',')}}`;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new Error(`The string at ${start} does not end`);
    let before = quote;
    while (text[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new Error(`The value at ${start} does not end`);
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at += 1;
  return at;
}
