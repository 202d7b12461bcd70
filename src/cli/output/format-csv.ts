/** CSV as RFC 4180 has it, safe to open in a spreadsheet. */

/** One row, with the line end CR LF. */
export function formatCsvRow(values: readonly unknown[]): string {
  return `${values.map(formatCell).join(',')}\r\n`;
}

/**
 * A spreadsheet would run a text that begins so as a formula, blanks before it or not; names in a call record are written
 * by strangers.
 */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r]/;
/** Spreadsheets in some countries take these for the end of a cell: what follows would be the beginning of one. */
const delimiters = /[",;\t\r\n]/;
/** A number or a phone number is no danger, and must stay what it is. */
const number = /^[+-]?[\d.]+$/;

function formatCell(value: unknown): string {
  const text = formatValue(value);
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return delimiters.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(formatValue).join(';');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
