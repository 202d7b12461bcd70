/**
 * Puts the pages of a record together by the letter of the archive format's rule, on the text that was served:
 * the second opinion on the simulator's expected document.
 */
import { rawItems, rawMembers } from '../../../local/graph-simulator/records/raw-json.ts';

/** The text of the page behind a link. */
type Follow = (link: string) => Promise<string> | string;

export async function spliceByRule(first: string, participants: string, follow: Follow): Promise<string> {
  const withSegments = (session: string) => completeArray(session, 'segments', follow, (item) => item);
  const record = await completeArray(first, 'sessions', follow, withSegments);
  const people = await completeArray(participants, 'participants_v2', follow, (item) => item);

  const remaining = removeMembers(record, (name) => name === 'participants_v2');
  const last = rawMembers(remaining).at(-1);
  const member = rawMembers(people).find(({ name }) => name === 'participants_v2');
  if (last === undefined || member === undefined) throw new Error('Not a record');
  return `${remaining.slice(0, last.end)},${people.slice(member.start, member.end)}${remaining.slice(last.end)}`;
}

async function completeArray(
  object: string,
  name: string,
  follow: Follow,
  complete: (item: string) => Promise<string> | string,
): Promise<string> {
  const array = rawMembers(object).find((member) => member.name === name);
  if (array === undefined) return object;
  let text = await completeItems(object.slice(array.valueStart, array.end), complete);
  const linkName = `${name}@odata.nextlink`;
  let link = readText(object, linkName);
  while (link !== undefined) {
    const page = await follow(link);
    const value = rawMembers(page).find((member) => member.name === 'value');
    if (value === undefined) throw new Error('A page without value');
    const items = (await completeItems(page.slice(value.valueStart, value.end), complete))
      .slice(1, -1)
      .trim();
    const end = rawItems(text).at(-1)?.end;
    if (items !== '')
      text = `${text.slice(0, end ?? 1)}${end === undefined ? '' : ','}${items}${text.slice(end ?? 1)}`;
    link = readText(page, '@odata.nextlink');
  }
  const whole = object.slice(0, array.valueStart) + text + object.slice(array.end);
  return removeMembers(whole, (one) => one.toLowerCase() === linkName);
}

async function completeItems(
  array: string,
  complete: (item: string) => Promise<string> | string,
): Promise<string> {
  let text = '';
  let at = 0;
  for (const { start, end } of rawItems(array)) {
    text += array.slice(at, start) + (await complete(array.slice(start, end)));
    at = end;
  }
  return text + array.slice(at);
}

function removeMembers(object: string, isUnwanted: (name: string) => boolean): string {
  const members = rawMembers(object);
  const index = members.findIndex((member) => isUnwanted(member.name));
  const unwanted = members[index];
  if (unwanted === undefined) return object;
  const next = members[index + 1];
  const before = members[index - 1];
  const from = next === undefined ? (before?.end ?? unwanted.start) : unwanted.start;
  const shorter = object.slice(0, from) + object.slice(next?.start ?? unwanted.end);
  return removeMembers(shorter, isUnwanted);
}

function readText(object: string, lowerCaseName: string): string | undefined {
  const member = rawMembers(object).find((one) => one.name.toLowerCase() === lowerCaseName);
  return member === undefined ? undefined : String(JSON.parse(object.slice(member.valueStart, member.end)));
}
