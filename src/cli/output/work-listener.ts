/** Problems are printed on stderr while the work continues; the first one decides the exit code. */

import type { ProblemKind, ReadingListener } from '../../ports/call-archive.ts';
import { printable } from '../../reading/display-text.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import type { World } from '../world.ts';
import { makeProgress, type ProgressLine } from './progress.ts';
import { tell } from './tell.ts';

const exits: Record<ProblemKind, ExitName> = {
  damaged: 'integrity',
  missing: 'integrity',
  disagrees: 'integrity',
  unindexed: 'gap',
  unreadable: 'permission',
  // Files that others put beside the archive are not a fault of the archive.
  foreign: 'ok',
};

export interface WorkListener extends ReadingListener {
  signal: AbortSignal;
  /** Clears the progress line, so that something else can be written. */
  clear(): void;
  /** The exit code so far; the first problem that has one decides. */
  exit(): ExitName;
}

export function makeWorkListener(world: Pick<World, 'stderr' | 'signal'>): WorkListener {
  const progress: ProgressLine = makeProgress(world.stderr);
  let exit: ExitName = 'ok';
  progress.say('Asking the archive …');
  return {
    signal: world.signal,
    problem({ kind, where, why }) {
      progress.clear();
      tell(world, `call-archive: ${kind}: ${printable(where)}: ${printable(why)}\n`);
      if (exit === 'ok') exit = exits[kind];
    },
    progress({ done, total, what }) {
      progress.say(`${done}${total === undefined ? '' : ` of ${total}`} ${what} …`);
    },
    clear: progress.clear,
    exit: () => exit,
  };
}
