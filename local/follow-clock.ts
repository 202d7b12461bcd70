/**
 * Loaded before anything else (`--import`): this process takes its date from the clock whose file
 * `LOCAL_CLOCK_FILE` names (see `local-clock.ts`), and so does `performance.now`: what is put forward counts as time
 * that has passed. Timers under way are none the shorter.
 */
import { openSync, readSync } from 'node:fs';

const path = process.env['LOCAL_CLOCK_FILE'];
if (path) followClock(path);

function followClock(file: string): void {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  const realElapsed = performance.now.bind(performance);
  const readAheadMs = makeReadAheadMs(file);
  const now = () => realNow() + readAheadMs();
  const followed: DateConstructor = new Proxy(RealDate, {
    construct: (target, words, created) =>
      Reflect.construct(target, words.length > 0 ? words : [now()], created === followed ? target : created),
    apply: () => new RealDate(now()).toString(),
  });
  // On the real one, for those who have it already.
  RealDate.now = now;
  RealDate.prototype.constructor = followed;
  globalThis.Date = followed;
  performance.now = () => realElapsed() + readAheadMs();
}

/** Milliseconds. The file is read each time, so that a change holds in every process from that moment on. */
function makeReadAheadMs(file: string): () => number {
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(32);
  let aheadMs = 0;
  return () => {
    const text = buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0)).trim();
    // It may be met just as a shell has emptied it to write it anew.
    if (/^-?\d+$/.test(text)) aheadMs = Number(text);
    return aheadMs;
  };
}
