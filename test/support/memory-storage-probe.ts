/** In-memory twin of the storage probe. What does not let the app in, or is not there, is data. */
import { names } from '../../src/config/names.ts';
import type { StorageAnswer, StorageProbe } from '../../src/ports/storage-probe.ts';

export type MemoryStorageProbe = StorageProbe & {
  /** By `{operation} {name}`. */
  problems: Map<string, NonNullable<StorageAnswer['problem']>>;
  /** By queue; absent for none. */
  messages: Map<string, number>;
};

export function makeMemoryStorageProbe(): MemoryStorageProbe {
  const problems: MemoryStorageProbe['problems'] = new Map();
  const messages: MemoryStorageProbe['messages'] = new Map();

  function answer(
    kind: StorageAnswer['kind'],
    name: string,
    operation: StorageAnswer['operation'],
  ): StorageAnswer {
    const problem = problems.get(`${operation} ${name}`);
    if (problem) return { kind, name, operation, problem };
    return { kind, name, operation, ...(kind === 'queue' && { messages: messages.get(name) ?? 0 }) };
  }

  return {
    problems,
    messages,
    async probe() {
      return [
        ...Object.values(names.containers).map((name) => answer('container', name, 'read')),
        ...Object.values(names.queues).map((name) => answer('queue', name, 'read')),
        ...Object.values(names.tables).map((name) => answer('table', name, 'read')),
        answer('table', names.tables.state, 'write'),
      ];
    },
  };
}
