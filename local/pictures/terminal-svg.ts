/** A terminal with what was typed and what came out, as a picture whose text can be selected and read aloud. */
const columnPx = 8.4;
const linePx = 19;
const marginPx = 16;
const minColumns = 80;
const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** What was typed begins with `$ `. `title` is what the picture shows, in words. */
export function formatTerminal(title: string, lines: readonly string[]): string {
  const columns = Math.max(minColumns, ...lines.map((line) => [...line].length));
  const width = Math.ceil(columns * columnPx + 2 * marginPx);
  const height = lines.length * linePx + 2 * marginPx;
  const texts = lines.flatMap((line, row) => formatLine(line, marginPx + (row + 0.75) * linePx));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="${fonts}" font-size="14" fill="#e6edf3">
${texts.join('\n')}
</g>
</svg>
`;
}

/** Each stretch between wider gaps stands in its column, whatever the font. */
function formatLine(line: string, y: number): string[] {
  const style = line.startsWith('$ ') ? ' fill="#7ee787"' : '';
  return [...line.matchAll(/\S+(?: \S+)*/g)].map(([text], place, all) => {
    const x = (marginPx + [...line.slice(0, all[place]?.index)].length * columnPx).toFixed(1);
    const length = ([...text].length * columnPx).toFixed(1);
    return `<text x="${x}" y="${y.toFixed(1)}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${style}>${escapeXml(text)}</text>`;
  });
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
