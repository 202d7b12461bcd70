/** Lines of text for people that fit a width: labelled, hanging, in two columns. */
import { clip, displayWidth, pad, printable, wrap } from './display-text.ts';

const labelWidth = 11;

/** `Started    2026-11-20 …`; further lines are aligned with the text. */
export function labelled(label: string, text: string, width: number): string[] {
  const lines = wrapAll(text, width - labelWidth);
  return lines.map((line, i) => `${pad(i === 0 ? label : '', labelWidth)}${line}`);
}

/** Further lines are indented by two more than the first. */
export function hanging(text: string, width: number, indent: number): string[] {
  const lines = wrapAll(text, width - indent - 2);
  return lines.map((line, i) => `${' '.repeat(i === 0 ? indent : indent + 2)}${line}`);
}

/** Two columns on one line; the left one is clipped. */
export function oneLine(left: string, right: string, width: number): string[] {
  const half = width - right.length - 4;
  return [`  ${pad(clip(printable(left), half), half)}  ${right}`];
}

/** Two columns side by side if they fit, else one below the other. */
export function tabbed(left: string, right: string, width: number): string[] {
  const half = width - right.length - 4;
  if (displayWidth(printable(left)) <= half) return [`  ${pad(printable(left), half)}  ${right}`];
  return [...wrapAll(left, width - 2).map((line) => `  ${line}`), `    ${right}`];
}

/** Longer words are broken, not clipped: an address must stay complete. */
export function wrapAll(text: string, width: number): string[] {
  return wrap(printable(text), width).flatMap((line) => {
    const pieces: string[] = [];
    for (let rest = line; rest !== ''; ) {
      const piece = clip(rest, width);
      // At least one character, however narrow it is.
      const kept =
        piece === rest ? rest : piece.slice(0, -1) || String.fromCodePoint(rest.codePointAt(0) ?? 0);
      pieces.push(kept);
      rest = rest.slice(kept.length);
    }
    return pieces;
  });
}
