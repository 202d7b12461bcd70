/** Runs the app in the functions host as a process of its own, against a storage and a Graph on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithParent } from './end-with-parent.ts';
import type { LocalClock } from './local-clock.ts';

export interface HostOptions {
  /** The app's settings, in addition to the environment. */
  settings: Record<string, string>;
  /** Whether it is the readers' app. */
  isReader?: boolean;
  /** The package to run; the one that the build makes unless told otherwise. */
  packageFolder?: string | undefined;
  /** The clock that it follows; the real one unless told otherwise. */
  clock?: LocalClock | undefined;
  /** Called for each line that the host writes to either stream. */
  onLine(line: string): void;
}

export interface RunningHost {
  /** `http://127.0.0.1:PORT/api`, of the readers' app without a path. */
  url: string;
  /** Resolves with the exit code when the process ends, for whatever reason; `null` when a signal ended it. */
  ended: Promise<number | null>;
  /** Lets running work end, then ends the process. */
  stop(): Promise<number | null>;
  /** Ends the process at once, as `kill -9` does. */
  kill(): Promise<void>;
}

const mainFile = fileURLToPath(new URL('functions-host/main.ts', import.meta.url));

/** Resolves when the app is ready. Throws with what the host wrote when it ends before. */
export async function runHost(options: HostOptions): Promise<RunningHost> {
  const { settings, isReader = false, packageFolder, clock, onLine } = options;
  const env = { ...process.env, ...clock?.environment, ...settings };
  const words = [
    ...(isReader ? ['--reader'] : []),
    ...(packageFolder === undefined ? [] : ['--package', packageFolder]),
  ];
  const child = spawn(process.execPath, [...endWithParent, ...(clock?.nodeWords ?? []), mainFile, ...words], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);

  const ready = Promise.withResolvers<string>();
  const early: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      early.push(line);
      const [, url] = /^ready: (\S+)$/.exec(line) ?? [];
      if (url) ready.resolve(url);
      onLine(line);
    });
  }
  void ended.then((code) =>
    ready.reject(new Error(`The app ended with ${code} before it was ready:\n${early.join('\n')}`)),
  );
  const url = await ready.promise;
  early.length = 0;

  return {
    url,
    ended,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
