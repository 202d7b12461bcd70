/**
 * Rows for spreadsheets, ended by CR LF: CSV as RFC 4180 defines it, and a form for Excel. Both are safe to open.
 */

export function formatCsvRow(values: readonly unknown[]): string {
  return `${values.map((value) => quote(disarm(formatValue(value)))).join(',')}\r\n`;
}

/** Excel takes a file with this mark for tab-separated text, whatever its locale. */
export const excelMark = '\ufeff';
export const excelEncoding = 'utf16le';

/**
 * Excel splits a UTF-8 file at the comma or the semicolon, as the locale has it. A first line `sep=,` would say which,
 * but then Excel ignores the UTF-8 mark and garbles letters: https://github.com/Belphemur/vue-json-csv/issues/43
 */
export function formatExcelRow(values: readonly unknown[]): string {
  return `${values.map(formatExcelCell).join('\t')}\r\n`;
}

/**
 * A spreadsheet runs a text that begins like this as a formula, with or without leading blanks; names in a call record
 * are written by strangers.
 */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r]/;
/** Any of these ends a cell in some locale; what follows would begin the next one. */
const delimiters = /[",;\t\r\n]/;
/** A number or a phone number is harmless, and must stay as it is. */
const number = /^[+-]?[\d.]+$/;

/** Excel would take such a text for a number, and drop its plus sign or zeros. */
const phoneNumber = /^[+0][\d*]+$/;
/** A point is part of a date or a thousands separator in some locales; an exponent is the same in all. */
const decimal = /^(-?\d+)\.(\d+)(?:e([+-]\d+))?$/;

function formatExcelCell(value: unknown): string {
  if (typeof value === 'number') return withoutPoint(value);
  // Excel ends a row at some line ends even in quotes.
  const text = formatValue(value).replaceAll(/[\t\r\n]+/g, ' ');
  return quote(phoneNumber.test(text) ? `="${text}"` : disarm(text));
}

/** `12.35` as `1235E-2`. */
function withoutPoint(number: number): string {
  const [, whole, part, exponent = '0'] = decimal.exec(String(number)) ?? [];
  if (part === undefined) return String(number);
  return `${BigInt(`${whole}${part}`)}E${Number(exponent) - part.length}`;
}

function disarm(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return delimiters.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(formatValue).join(';');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
