/** The processes of a run. Each ends with `stop()`, and with the benchmark at the latest. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Script {
  /** Relative to the project's folder. */
  path: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  /** The line on stdout that says it is ready; its first group becomes `ready`. */
  readyLine: RegExp;
  /** Called for each line on stdout and stderr. */
  onLine?(line: string): void;
}

export interface RunningScript {
  pid: number;
  /** What the ready line said. */
  ready: string;
  stop(): Promise<void>;
}

const root = new URL('../', import.meta.url);

/** Resolves when the script is ready. Throws, with what it wrote, when it ends before that. */
export async function startScript({
  path,
  args = [],
  env,
  readyLine,
  onLine,
}: Script): Promise<RunningScript> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(path, root)), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = endWithBench(child);
  const ready = Promise.withResolvers<string>();
  const early: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (early.length < 100) early.push(line);
      const [, said] = readyLine.exec(line) ?? [];
      if (said !== undefined) ready.resolve(said);
      onLine?.(line);
    });
  }
  child.once('exit', (code) =>
    ready.reject(new Error(`Starting ${path}: it ended with ${code}\n${early.join('\n')}`)),
  );
  return { ready: await ready.promise, pid: child.pid ?? 0, stop };
}

export interface Worker<Answer> {
  /** Has the worker do its work once. */
  run(): Promise<Answer>;
  stop(): Promise<void>;
}

/** A process, from an absolute path, that answers each message with what it did. Its task is its one argument. */
export async function startWorker<Task, Answer>(
  path: string,
  task: Task,
  nodeOptions: readonly string[] = [],
): Promise<Worker<Answer>> {
  const execArgv = [...process.execArgv, ...nodeOptions];
  const child = fork(path, [JSON.stringify(task)], { execArgv });
  const stop = endWithBench(child);
  await nextMessage(child, path);
  return {
    async run() {
      child.send('run');
      return (await nextMessage(child, path)) as Answer;
    },
    stop,
  };
}

async function nextMessage(child: ChildProcess, path: string): Promise<unknown> {
  const ending = new AbortController();
  const { signal } = ending;
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`Running ${path}: it ended with ${code}`);
      }),
    ]);
    return message;
  } finally {
    ending.abort();
  }
}

function endWithBench(child: ChildProcess): () => Promise<void> {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'exit').then(() => process.off('exit', end));
  return async () => {
    end();
    await ended;
  };
}
