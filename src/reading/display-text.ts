/**
 * Text for a terminal. Names in a call record are written by strangers: control characters, direction marks and
 * characters that nobody sees are shown escaped, never sent to the terminal. Widths count columns, not characters.
 */

/** Marks of direction, zero-width and tag characters among them; those that choose the form of an emoji are harmless. */
const unprintable = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]--[\ufe0e\ufe0f]]/gv;
/** The same but for line ends and tabs, of which a document is made. */
const unprintableInLines = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]--[\ufe0e\ufe0f\n\t]]/gv;
const zeroWidth = /^[\p{M}\p{Cf}]/u;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** The text in one line, with everything that a terminal obeys or hides as `\u001b`. */
export function printable(text: string): string {
  return text.replace(unprintable, escapeUnits);
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.replace(unprintableInLines, escapeUnits);
}

/** As JSON does, a unit of UTF-16 at a time. */
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

/** The text cut to so many columns; what was cut is marked with `…`. */
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

/** The text with blanks behind it (or before it) up to so many columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? text + blanks : blanks + text;
}

/** The text in lines of at most so many columns, broken between words; a longer word has a line of its own. */
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
