/**
 * What the archive must hold of a record, from the pages that Graph serves: the rules of docs/archive-format.md, written
 * a second time on text and tokens, with nothing of the product's own scanner and splicer.
 */

/** The text that a path or a link of Graph leads to. */
export type ReadText = (target: string) => Promise<string>;

interface Member {
  name: string;
  /** From the opening quote of its name. */
  start: number;
  valueStart: number;
  end: number;
}

const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/gy;
const space = /\s*/gy;

/** The document of docs/archive-format.md. */
export async function joinPages(callId: string, read: ReadText): Promise<string> {
  const path = `/communications/callRecords/${callId}`;
  const first = await read(`${path}?$expand=sessions($expand=segments)`);
  const sessions = await readPagesBehind(first, 'sessions', read);
  const people = await read(`${path}?$expand=participants_v2`);
  const others = await readPagesBehind(people, 'participants_v2', read);

  const joined = appendItems(first, 'sessions', sessions);
  const dropped = ['sessions@odata.nextlink', 'participants_v2', 'participants_v2@odata.nextlink'];
  const record = dropMembers(joined, dropped);
  const end = membersOf(record).at(-1)?.end ?? 0;
  const whole = appendItems(people, 'participants_v2', others);
  const member = memberOf(whole, 'participants_v2');
  const last = member === undefined ? '' : `,${whole.slice(member.start, member.end)}`;
  return record.slice(0, end) + last + record.slice(end);
}

/** The items of each further page, as one text a page. */
async function readPagesBehind(answer: string, name: string, read: ReadText): Promise<string[]> {
  const pages: string[] = [];
  let link = linkOf(answer, `${name}@odata.nextLink`);
  while (link !== undefined) {
    const page = await read(link);
    const value = memberOf(page, 'value');
    if (value !== undefined) pages.push(page.slice(value.valueStart + 1, value.end - 1).trim());
    link = linkOf(page, '@odata.nextLink');
  }
  return pages.filter((items) => items !== '');
}

function appendItems(object: string, name: string, pages: readonly string[]): string {
  const array = memberOf(object, name);
  if (array === undefined || pages.length === 0) return object;
  const head = object.slice(0, array.end - 1).trimEnd();
  const tail = object.slice(head.length);
  return head + (head.endsWith('[') ? '' : ',') + pages.join(',') + tail;
}

/** A member goes up to the next one; where none that stays follows, from the end of the one before. */
function dropMembers(object: string, names: readonly string[]): string {
  let text = object;
  for (;;) {
    const members = membersOf(text);
    const at = members.findIndex(({ name }) => names.includes(name.toLowerCase()));
    const member = members[at];
    if (member === undefined) return text;
    const isLast = members.slice(at + 1).every(({ name }) => names.includes(name.toLowerCase()));
    const [from, to] = isLast
      ? [members[at - 1]?.end ?? member.start, member.end]
      : [member.start, members[at + 1]?.start ?? member.end];
    text = text.slice(0, from) + text.slice(to);
  }
}

function linkOf(object: string, name: string): string | undefined {
  const member = membersOf(object).find((one) => one.name.toLowerCase() === name.toLowerCase());
  return member && String(JSON.parse(object.slice(member.valueStart, member.end)));
}

function memberOf(object: string, name: string): Member | undefined {
  return membersOf(object).findLast((one) => one.name === name);
}

/** The members of the outermost object. */
function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let name: { start: number; text: string } | undefined;
  let valueStart = -1;
  let lastEnd = 0;
  for (const { text: word, start, end } of tokensOf(text)) {
    const closes = word === '}' || word === ']';
    if ((word === ',' && depth === 1) || (closes && depth === 1)) {
      if (name) members.push({ name: name.text, start: name.start, valueStart, end: lastEnd });
      name = undefined;
      valueStart = -1;
    } else if (depth === 1 && name === undefined) {
      name = { start, text: String(JSON.parse(word)) };
    } else if (depth === 1 && word !== ':' && valueStart < 0) {
      valueStart = start;
    }
    if (word === '{' || word === '[') depth += 1;
    if (closes) depth -= 1;
    lastEnd = end;
  }
  return members;
}

function* tokensOf(text: string): Generator<{ text: string; start: number; end: number }> {
  for (let at = 0; at < text.length; ) {
    space.lastIndex = at;
    space.exec(text);
    const start = space.lastIndex;
    token.lastIndex = start;
    const [word] = token.exec(text) ?? [];
    if (word === undefined) return;
    at = start + word.length;
    yield { text: word, start, end: at };
  }
}
