/** JSON for stdout: characters that a terminal obeys or hides are escaped; the value stays the same. */
import { printableLines } from '../../reading/display-text.ts';

export function formatJson(value: unknown, indent?: number): string {
  return printableLines(JSON.stringify(value, undefined, indent));
}
