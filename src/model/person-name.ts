/** Names of people as they are looked up: one form for what is typed and what Graph gives. */

/** By each of its first words, up to this many, a name is found. */
const maxStarts = 4;
/** At most this many characters of a name count. */
const maxLength = 120;

const plain = /^[a-z0-9 '.,_&()-]*$/;
/** Invisible characters, such as those that change the direction of writing, and accents once they are apart. */
const unseen = /[\p{M}\p{Cf}]/gu;
/** White space, and what a key of a table does not take or this archive uses itself. */
const between = /[\p{Cc}\p{Z}/\\#?|]+/gu;
const word = /[^\s]*[\p{L}\p{N}][^\s]*/gu;
const firstLetter = /[\p{L}\p{N}]/u;

/** `Müller/Größe, ANNA` is `muller grosse, anna`: NFKD, without marks, ß as ss, lower case, one space between words. */
export function foldName(name: string): string {
  const lower = name.toLowerCase();
  if (plain.test(lower)) return lower.replace(/ +/g, ' ').trim();
  return name
    .toWellFormed()
    .normalize('NFKD')
    .replace(unseen, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(between, ' ')
    .trim();
}

/** The name from each of its words on: `anna schmidt`, `schmidt`. None for a name of which nothing is left. */
export function nameStarts(name: string): string[] {
  const folded = foldName(name);
  const starts = new Set<string>();
  for (const found of folded.matchAll(word)) {
    // A word in brackets or quotes is looked up by its first letter.
    starts.add(clip(folded.slice(found.index + found[0].search(firstLetter))));
    if (starts.size === maxStarts) break;
  }
  if (starts.size === 0 && folded !== '') starts.add(clip(folded));
  return [...starts];
}

/** Whether each word that was typed begins a word of this name. */
export function matchesName(name: string, typed: string): boolean {
  const words = wordsOf(name);
  return wordsOf(typed).every((wanted) => words.some((one) => one.startsWith(wanted)));
}

/** The words of what was typed, each from its first letter on, without the comma of `Schmidt, Anna`. The first is looked up. */
export function wordsOf(text: string): string[] {
  const folded = foldName(text);
  const words = [...folded.matchAll(word)].map(([one]) =>
    one.slice(one.search(firstLetter)).replace(/[,;]+$/, ''),
  );
  return words.length > 0 || folded === '' ? words : [folded];
}

/** Not within a character that takes two. */
function clip(text: string): string {
  const cut = text.slice(0, maxLength);
  return (/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut).trimEnd();
}
