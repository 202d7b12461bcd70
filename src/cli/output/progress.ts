/** One line on stderr that says how far long work is: on a terminal only, gone when the work is done. */
import { clip } from '../../reading/display-text.ts';
import type { OutputStream } from '../world.ts';

export interface ProgressLine {
  /** Says how far the work is; called as often as one likes. */
  say(text: string): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

/** Nothing is said about work that is done within this time, nor more often than this. */
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
    stderr.write(clearLine + clip(said, (stderr.columns ?? 80) - 1));
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
