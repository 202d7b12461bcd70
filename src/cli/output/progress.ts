/** A line on stderr with the progress of long work: on a terminal only, cleared when the work is done. */

import { clip, printable } from '../../reading/display-text.ts';
import type { OutputStream } from '../world.ts';
import { terminalWidth } from './terminal-width.ts';

export interface ProgressLine {
  /** Shows the progress; may be called at any rate. */
  say(text: string): void;
  /** Clears the line, so that something else can be written. */
  clear(): void;
}

/** Work that takes less shows no progress, and updates come no faster than this. */
const everyMs = 200;
const clearLine = '\r\u001b[K';

export function makeProgress(stderr: OutputStream): ProgressLine {
  if (!stderr.isTTY) return { say: () => undefined, clear: () => undefined };
  let said = '';
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    if (said === shown) return;
    shown = said;
    stderr.write(clearLine + clip(printable(said), terminalWidth(stderr) - 1));
  };
  return {
    say(text) {
      said = text;
      timer ??= setInterval(draw, everyMs).unref();
    },
    clear() {
      clearInterval(timer);
      timer = undefined;
      if (shown) stderr.write(clearLine);
      shown = '';
    },
  };
}
