/**
 * Text for a terminal. Names in a call record are written by strangers: control characters, direction marks and
 * invisible characters are shown escaped, never sent to the terminal. Widths count columns, not characters.
 */

/** What is before and after a joiner that belongs there: in an emoji (👩‍💻), a Persian word (علی‌رضا), an Indic letter. */
const joined = [
  String.raw`\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?\u200d(?=\p{Extended_Pictographic})`,
  String.raw`\p{scx=Arab}\u200c(?=\p{scx=Arab})`,
  String.raw`[\p{M}&&[\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}]][\u200c\u200d]`,
].join('|');
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]`;
/** Direction marks, zero-width and tag characters among them, but not the variation selectors of emoji. */
const unprintable = new RegExp(String.raw`[${hidden}--[\ufe0e\ufe0f]](?<!${joined})`, 'gv');
/** The same without line ends and tabs, which documents contain. */
const unprintableInLines = new RegExp(String.raw`[${hidden}--[\ufe0e\ufe0f\n\t]](?<!${joined})`, 'gv');
const zeroWidth = /^[\p{M}\p{Cf}]/u;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** The text on one line, with everything that a terminal obeys or hides escaped like `\u001b`. */
export function printable(text: string): string {
  return text.replace(unprintable, escapeUnits);
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.replace(unprintableInLines, escapeUnits);
}

/** As in JSON, one UTF-16 code unit at a time. */
function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** How many columns a terminal needs for a printable text. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** The text cut to this many columns; a cut is marked with `…`. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text padded to this many columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? text + blanks : blanks + text;
}

/** The text in lines of at most this many columns, broken between words; a longer word gets its own line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function widthOf(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
