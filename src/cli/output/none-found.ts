/** How a verb ends that found nothing. */
import type { ExitName } from '../errors/exit-codes.ts';
import type { World } from '../world.ts';
import { tell } from './tell.ts';
import type { WorkListener } from './work-listener.ts';

/** Says so on stderr. The exit code is that of the first problem: what was looked for may be in what cannot be read. */
export function endWithNothing(
  what: string,
  listener: Pick<WorkListener, 'exit'>,
  world: Pick<World, 'stderr'>,
): ExitName {
  tell(world, `${what}: none found.\n`);
  const exit = listener.exit();
  return exit === 'ok' ? 'not-found' : exit;
}
