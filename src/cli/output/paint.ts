/** Colours: only on a terminal, and never when `NO_COLOR` is set. */
import type { World } from '../world.ts';

const codes = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], dim: [2, 22] } as const;

export type Paint = (text: string, style: keyof typeof codes) => string;

export function makePaint({ env, stdout }: World): Paint {
  const colours = stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  if (!colours) return (text) => text;
  return (text, style) => `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m`;
}
