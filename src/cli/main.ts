/** The entry of the command `call-archive`, and its composition root: the process with its streams and signals. */
import { constants } from 'node:os';
import { archives } from './archive/open-archive.ts';
import { runCli } from './run-cli.ts';
import { Interruption } from './world.ts';

declare const PACKAGE_VERSION: string;

const leaving = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    const exitCode = 128 + constants.signals[signal];
    // A second signal, or work that does not end, exits at once.
    process.on(signal, () => process.exit(exitCode));
    setTimeout(() => process.exit(exitCode), 2000).unref();
    leaving.abort(new Interruption(exitCode));
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => leaving.abort(error));
}

// A process that runs out of work before the command has ended has failed.
process.exitCode = 1;
void runCli(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: leaving.signal,
  now: () => new Date(),
  archives,
  // The command is bundled into a folder of the project.
  localSystem: `${import.meta.dirname}/../.local/running-system.json`,
  version: PACKAGE_VERSION,
}).then((exitCode) => {
  // Pending output still reaches its pipe; handles that a library keeps open do not delay the exit.
  process.stdout.write('', () => process.exit(exitCode));
});
