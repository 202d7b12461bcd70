/** A wrong configuration ends the process before anything starts, with every problem on stderr. */
import type { Environment } from '../src/config/read-settings.ts';
import { formatError } from '../src/errors.ts';

export function readOrExit<Config>(read: (env: Environment) => Config, env: Environment): Config {
  try {
    return read(env);
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    process.exit(1);
  }
}
