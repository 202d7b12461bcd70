/** In-memory twin of the storage probe. What does not let the app in, or is not there, is data. */
import { names } from '../../src/config/names.ts';
import type { StorageAnswer, StorageProbe } from '../../src/ports/storage-probe.ts';

export type MemoryStorageProbe = StorageProbe & {
  /** By `{operation} {name}`. */
  problems: Map<string, NonNullable<StorageAnswer['problem']>>;
  /** Containers whose blobs could be deleted. */
  deletable: Set<string>;
  /** By queue; absent for none. */
  messages: Map<string, number>;
};

export function makeMemoryStorageProbe(): MemoryStorageProbe {
  const problems: MemoryStorageProbe['problems'] = new Map();
  const messages: MemoryStorageProbe['messages'] = new Map();
  const deletable: MemoryStorageProbe['deletable'] = new Set();

  function answer(
    kind: StorageAnswer['kind'],
    name: string,
    operation: StorageAnswer['operation'],
  ): StorageAnswer {
    const problem = problems.get(`${operation} ${name}`);
    if (problem) return { kind, name, operation, problem };
    const counted = kind === 'queue' && operation === 'read' && { messages: messages.get(name) ?? 0 };
    return { kind, name, operation, ...counted };
  }

  const resources = [
    ...Object.values(names.containers).map((name) => ['container', name] as const),
    ...Object.values(names.queues).map((name) => ['queue', name] as const),
    ...Object.values(names.tables).map((name) => ['table', name] as const),
  ];
  const { state } = names.tables;
  const probe = async () => [
    ...resources.map(([kind, name]) => answer(kind, name, 'read')),
    answer('table', state, 'write'),
  ];

  return {
    problems,
    messages,
    deletable,
    probe,
    async probeWrites() {
      const others = resources.filter(([, name]) => name !== state);
      return [...(await probe()), ...others.map(([kind, name]) => answer(kind, name, 'write'))];
    },
    async probeDelete(container) {
      if (deletable.has(container)) return 'allowed';
      return problems.has(`read ${container}`) ? 'unknown' : 'denied';
    },
  };
}
