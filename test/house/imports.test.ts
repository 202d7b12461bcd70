/**
 * Who may import whom, types included: the one table, and what shows that it holds. A new room is a line here, and a
 * line in docs/architecture.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { findCircles, findForbidden, type Room, type Rooms, roomOf } from '../support/import-rules.ts';
import { computed, findSpecifiers, listSources, readImports } from '../support/read-imports.ts';
import { useFolders } from '../support/temporary-folder.ts';

const storageClients = ['@azure/data-tables', '@azure/storage-blob', '@azure/storage-queue'];
const root = new URL('../..', import.meta.url).pathname;
const folders = ['bench', 'functions', 'local', 'src', 'test'];

/** A step of the flow. Steps know nothing of each other. */
const step: Room = {
  imports: [
    'src/ports',
    'src/state',
    'src/paging',
    'src/facts',
    'src/quality',
    'src/proof',
    'src/model',
    'src/bytes',
    'src/concurrency',
    'src/errors.ts',
    'src/events.ts',
  ],
  packages: ['node:crypto', 'node:timers/promises', 'zod'],
  instead:
    'Rooms meet at the queue, in src/state or in src/model: what two of them need goes there. What only an adapter or a package can do is described as a port in src/ports, and src/world.ts hands it in.',
};

const rooms: Rooms = {
  functions: {
    imports: ['src/app.ts', 'src/config', 'src/errors.ts'],
    packages: ['@azure/functions', 'node:async_hooks'],
    instead: 'functions/ only registers and translates: what it calls is a use case of src/app.ts.',
  },
  'functions/reader': {
    imports: ['functions', 'src/reader.ts', 'src/config', 'src/errors.ts'],
    packages: ['@azure/functions', 'node:url'],
    instead:
      'functions/reader only registers and translates: what it calls is the use case of src/reader.ts.',
  },
  'src/reader.ts': {
    imports: ['src/reader-world.ts', 'src/web', 'src/web/seen', 'src/config'],
    instead: 'src/reader.ts joins the pages with their world: what a page is and may show is for src/web.',
  },
  'src/reader-world.ts': {
    imports: ['src/adapters', 'src/config', 'src/ports'],
    instead:
      'The readers’ app has storage and nothing else: no Graph, no queue. What is done with it is for src/web.',
  },
  'src/web': {
    imports: [
      'src/web/seen',
      'src/web/access/rights.ts',
      'src/reading',
      'src/quality',
      'src/ports',
      'src/model',
      'src/bytes',
      'src/concurrency',
      'src/errors.ts',
      'src/events.ts',
    ],
    packages: [
      'hono',
      'hono/html',
      'hono/utils/html',
      'node:crypto',
      'node:util',
      'node:zlib',
      'p-limit',
      'zod',
    ],
    instead:
      'Pages say what src/reading and src/quality say, as the command does: what both need is for src/reading.',
  },
  'src/app.ts': {
    imports: [
      'src/world.ts',
      'src/intake',
      'src/archiving',
      'src/subscription',
      'src/reconciling',
      'src/reporting',
      'src/sealing',
      'src/tables',
      'src/health',
      'src/upkeep',
      ...step.imports,
      'src/config',
    ],
    packages: ['p-limit'],
    instead: 'src/app.ts joins the rooms: technology is chosen in src/world.ts, a host only in functions/.',
  },
  'src/world.ts': {
    imports: ['src/adapters', 'src/config', ...step.imports],
    packages: ['node:timers/promises'],
    instead:
      'src/world.ts makes the ports out of the settings; what is done with them is for src/app.ts and the rooms.',
  },
  'src/intake': step,
  'src/archiving': step,
  'src/subscription': step,
  'src/reconciling': step,
  'src/reporting': step,
  'src/tables': { ...step, imports: [...step.imports, 'src/quality'] },
  'src/sealing': step,
  'src/reading': step,
  'src/upkeep': step,
  'src/health': { ...step, imports: [...step.imports, 'src/config'] },
  'src/estimating': { ...step, imports: ['src/model'] },
  'src/cli': {
    imports: ['src/reading', 'src/upkeep', 'src/estimating', 'src/tables', ...step.imports, 'src/config'],
    packages: ['commander', 'node:*', 'zod'],
    instead:
      'The command reads archives through src/ports and asks the app at its routes: adapters and their packages are loaded in src/cli/archive/open-archive.ts.',
  },
  'src/cli/main.ts': {
    imports: ['src/cli', 'src/cli/open-archive.ts', 'src/cli/archive/open-archive.ts'],
    packages: ['node:os'],
    instead: 'The entry of the command hands the process to src/cli; archives are opened in open-archive.ts.',
  },
  'src/cli/archive/open-archive.ts': {
    imports: [
      'src/adapters',
      'src/cli',
      'src/cli/folder-tables',
      'src/config',
      'src/ports',
      'src/proof',
      'src/model',
    ],
    packages: ['@azure/identity', ...storageClients],
    instead:
      'This file only opens archives; what is done with them is for src/cli, src/reading or src/upkeep.',
  },
  'src/cli/folder-tables': {
    imports: ['src/adapters', 'src/cli', 'src/tables'],
    packages: ['node:events', 'node:os', 'node:worker_threads'],
    instead:
      'Here folders are opened for src/tables and the work is spread over threads; what is made is for src/tables.',
  },
  'src/web/access/rights.ts': {
    imports: [],
    instead: 'Rights are at the bottom of src/web: they are roles and what these may see.',
  },
  'src/web/seen': {
    imports: ['src/web/access/rights.ts', 'src/reading', ...step.imports],
    packages: [...(step.packages ?? []), 'p-limit'],
    instead:
      'src/web/seen is the archive as one reader may see it: how it looks on a page is for src/web, what a record says for src/reading.',
  },
  'src/adapters': {
    imports: [
      'src/ports',
      'src/paging',
      'src/proof',
      'src/facts',
      'src/model',
      'src/bytes',
      'src/concurrency',
      'src/config',
      'src/errors.ts',
      'src/events.ts',
      'src/metrics.ts',
    ],
    packages: [
      '@azure/core-rest-pipeline',
      '@azure/identity',
      '@azure/msal-node',
      ...storageClients,
      '@opentelemetry/*',
      'applicationinsights',
      '@duckdb/node-api',
      'hyparquet',
      'hyparquet-writer',
      'hyparquet-writer/*',
      'node:*',
      'undici',
      'zod',
    ],
    instead:
      'An adapter fulfils a port and decides nothing: a rule that it shares with a room goes into src/model, and what it should do comes as an argument. A trigger is for functions/.',
  },
  'src/proof': {
    imports: ['src/ports', 'src/model', 'src/bytes', 'src/concurrency', 'src/errors.ts'],
    packages: ['asn1js', 'node:crypto', 'node:stream', 'node:zlib', 'pkijs', 'zod'],
    instead:
      'The proof is checked over three functions and its formats: what writes it is for src/sealing, what asks for it for src/cli.',
  },
  'src/state': {
    imports: ['src/ports', 'src/model', 'src/errors.ts'],
    packages: ['zod'],
    instead: 'A row of ArchiveState knows its own form only: what is concluded from it is for the rooms.',
  },
  'src/paging': {
    imports: ['src/ports', 'src/model', 'src/bytes', 'src/errors.ts'],
    packages: ['node:crypto', 'node:timers/promises', 'zod'],
    instead: 'How Graph is asked is the same for every room: what differs comes as an argument.',
  },
  'src/config': {
    imports: ['src/model', 'src/errors.ts'],
    packages: ['zod'],
    instead:
      'The configuration says what was set: what follows from it is for src/world.ts, src/app.ts and the rooms.',
  },
  'src/ports': {
    imports: ['src/model', 'src/events.ts'],
    instead:
      'A port is an interface: how it is fulfilled is for src/adapters, when it is used is for the rooms.',
  },
  'src/facts': {
    imports: ['src/quality', 'src/model', 'src/bytes', 'src/errors.ts'],
    packages: ['node:crypto'],
    instead:
      'src/facts gathers what the index says of a record, from its bytes: what is done with it is for the rooms.',
  },
  'src/quality': {
    imports: ['src/model', 'src/bytes'],
    instead:
      'src/quality has pure rules on what a record says: who reads, writes or shows one is for the rooms.',
  },
  'src/model': {
    imports: ['src/bytes', 'src/errors.ts'],
    packages: ['node:buffer', 'node:crypto', 'node:path/posix', 'zod'],
    instead: 'The model has nouns and pure rules: what asks, waits or remembers is for a room or an adapter.',
  },
  'src/bytes': {
    imports: ['src/errors.ts'],
    packages: ['hash-wasm', 'node:buffer', 'node:crypto', 'node:stream', 'node:util', 'node:v8', 'node:zlib'],
    instead: 'src/bytes knows bytes and no call: what knows one is for src/model or a room.',
  },
  'src/concurrency': {
    imports: ['src/errors.ts'],
    packages: ['node:async_hooks', 'node:timers/promises', 'p-limit'],
    instead: 'src/concurrency knows work, and not which: what knows that is for the rooms.',
  },
  'src/errors.ts': { imports: [], instead: 'Errors are at the bottom: everything may import them.' },
  'src/events.ts': { imports: [], instead: 'Events are at the bottom: they are names and meanings.' },
  'src/metrics.ts': {
    imports: ['src/events.ts'],
    instead: 'Metrics are names, meanings and the events they come from.',
  },
  local: {
    imports: [
      'local/graph-simulator',
      'local/functions-host',
      'src/cli',
      'src/cli/archive/open-archive.ts',
      'src/config',
      'src/model',
      'src/tables',
    ],
    packages: ['esbuild', 'node:*', ...storageClients],
    instead:
      'What starts the app here knows it from outside: its settings, its command, its package in dist/.',
  },
  'local/functions-host': {
    imports: ['local', 'src/config', 'src/web/access/rights.ts'],
    packages: ['@azure/identity', ...storageClients, 'croner', 'node:*', 'zod', computed],
    instead: 'The host runs any Functions app: it knows this one by its package only.',
  },
  'local/graph-simulator': {
    imports: [],
    packages: ['node:*', 'undici', 'zod'],
    instead:
      'The simulator shares no code with the product, or both could have the same mistake: write it here once more, from the pages of Microsoft.',
  },
  'local/chaos': {
    imports: ['local', 'local/graph-simulator', 'local/chaos/witness'],
    packages: [...storageClients, 'node:*', 'p-limit', 'undici', 'zod'],
    instead: 'Chaos works on the app from outside: through its routes, its storage and the simulator.',
  },
  'local/chaos/witness': {
    imports: ['local/graph-simulator'],
    packages: [...storageClients, 'node:*', 'undici', 'zod'],
    instead:
      'A witness shares no code with the product, or both could have the same mistake: write it here once more, from docs/archive-format.md.',
  },
  bench: {
    imports: ['local', 'local/graph-simulator', 'src/*', 'test'],
    packages: [...storageClients, 'node:*', 'undici'],
    instead: 'The benchmark measures the product; nothing else belongs to it.',
  },
  test: {
    imports: ['bench', 'local*', 'src/*'],
    packages: [
      '@azure/identity',
      ...storageClients,
      '@duckdb/node-api',
      '@jest/globals',
      '@swc/core',
      'axe-core',
      'croner',
      'esbuild',
      'fast-check',
      'hyparquet',
      'node:*',
      'p-limit',
      'playwright-core',
      'undici',
      'zod',
    ],
    instead: 'A test reaches packages of the product through the product.',
  },
};

/** What a wrong line would look like: a file with it, and what is said about it. */
const planted: readonly [kind: string, file: string, text: string, said: string][] = [
  [
    'a sibling room',
    'src/intake/probe.ts',
    "import { a } from '../reading/target.ts';",
    'src/reading/target.ts',
  ],
  [
    'a type of a sibling room',
    'src/upkeep/probe.ts',
    "import type { A } from '../health/target.ts';",
    'src/health/target.ts',
  ],
  [
    'a type within a type',
    'src/health/probe.ts',
    "export type B = import('../intake/target.ts').A;",
    'src/intake/target.ts',
  ],
  [
    'a room loaded late',
    'src/reporting/probe.ts',
    "await import('../archiving/target.ts');",
    'src/archiving/target.ts',
  ],
  [
    'a room handed on',
    'src/reconciling/probe.ts',
    "export * from '../subscription/target.ts';",
    'src/subscription/target.ts',
  ],
  [
    'a name handed on',
    'src/reading/probe.ts',
    "export { a } from '../upkeep/target.ts';",
    'src/upkeep/target.ts',
  ],
  ['a room for what it does', 'src/archiving/probe.ts', "import '../cli/target.ts';", 'src/cli/target.ts'],
  [
    'a worker of another room',
    'src/upkeep/probe.ts',
    "new URL('../reading/target.ts', import.meta.url);",
    'src/reading/target.ts',
  ],
  [
    'an adapter in a room',
    'src/subscription/probe.ts',
    "import { a } from '../adapters/target.ts';",
    'src/adapters/target.ts',
  ],
  [
    'an adapter in functions/',
    'functions/probe.ts',
    "import type { A } from '../src/adapters/target.ts';",
    'src/adapters/target.ts',
  ],
  [
    'an adapter in a verb',
    'src/cli/verbs/probe.ts',
    "await import('../../adapters/target.ts');",
    'src/adapters/target.ts',
  ],
  [
    'an adapter in app.ts',
    'src/app.ts',
    "import { a } from './adapters/target.ts';",
    'src/adapters/target.ts',
  ],
  [
    'a room in functions/',
    'functions/probe.ts',
    "import { a } from '../src/intake/target.ts';",
    'src/intake/target.ts',
  ],
  [
    'a room in an adapter',
    'src/adapters/graph/probe.ts',
    "import { a } from '../../archiving/target.ts';",
    'src/archiving/target.ts',
  ],
  ['a room in world.ts', 'src/world.ts', "import { a } from './intake/target.ts';", 'src/intake/target.ts'],
  ['app.ts in a room', 'src/health/probe.ts', "import type { App } from '../app.ts';", 'src/app.ts'],
  [
    'a port in the model',
    'src/model/probe.ts',
    "import type { A } from '../ports/target.ts';",
    'src/ports/target.ts',
  ],
  [
    'a model in bytes',
    'src/bytes/probe.ts',
    "import { a } from '../model/target.ts';",
    'src/model/target.ts',
  ],
  [
    'tests in the product',
    'src/model/probe.ts',
    "import { a } from '../../test/target.ts';",
    'test/target.ts',
  ],
  [
    'the simulator in the product',
    'src/paging/probe.ts',
    "import { a } from '../../local/graph-simulator/target.ts';",
    'local/graph-simulator/target.ts',
  ],
  [
    'the product in the simulator',
    'local/graph-simulator/probe.ts',
    "import { a } from '../../src/model/target.ts';",
    'src/model/target.ts',
  ],
  [
    'functions/ in the simulator',
    'local/graph-simulator/probe.ts',
    "import { a } from '../../functions/target.ts';",
    'functions/target.ts',
  ],
  [
    'the product in the witness',
    'local/chaos/witness/probe.ts',
    "import type { A } from '../../../src/bytes/target.ts';",
    'src/bytes/target.ts',
  ],
  [
    'functions/ in the witness',
    'local/chaos/witness/probe.ts',
    "import { a } from '../../../functions/target.ts';",
    'functions/target.ts',
  ],
  [
    'an SDK in a room',
    'src/archiving/probe.ts',
    "import type { BlobClient } from '@azure/storage-blob';",
    '@azure/storage-blob',
  ],
  [
    'a way into an SDK',
    'src/reading/probe.ts',
    "import { a } from 'undici/lib/core/request.js';",
    'undici/lib/core/request.js',
  ],
  [
    'telemetry in app.ts',
    'src/app.ts',
    "const insights = await import('applicationinsights');",
    'applicationinsights',
  ],
  [
    'the host in an adapter',
    'src/adapters/probe.ts',
    "import type { Timer } from '@azure/functions';",
    '@azure/functions',
  ],
  ['the host in app.ts', 'src/app.ts', "import { app } from '@azure/functions';", '@azure/functions'],
  [
    'files in a room',
    'src/reporting/probe.ts',
    "import { readFile } from 'node:fs/promises';",
    'node:fs/promises',
  ],
  [
    'time in the model',
    'src/model/probe.ts',
    "import { setImmediate } from 'node:timers/promises';",
    'node:timers/promises',
  ],
  ['a package by require', 'src/intake/probe.ts', "const fs = require('fs');", 'fs'],
  ['what nobody can read', 'src/config/probe.ts', 'await import(process.argv[2]);', computed],
];

describe('an import', () => {
  const repository = listImports(root);
  const folder = useFolders();
  let tree = '';

  /** The right half of the small tree, one file a room, to which wrong ones are added. */
  beforeAll(async () => {
    tree = await folder();
    for (const room of Object.keys(rooms)) {
      plant(room.endsWith('.ts') ? room : `${room}/target.ts`, 'export type A = 1;\nexport const a = 1;\n');
    }
    plant('src/archiving/right.ts', "import { a } from '../model/target.ts';\nimport { z } from 'zod';\n");
    plant('src/adapters/right.ts', "import type { A } from '../ports/target.ts';\nawait import('undici');\n");
  });

  function plant(file: string, text: string): void {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }

  test('in this repository goes from room to room as the table says', () => {
    expect(findForbidden(root, repository, rooms)).toEqual([]);
  });

  test('in this repository closes no circle, not of types either', () => {
    expect(findCircles(repository)).toEqual([]);
  });

  test('in the product leads downwards, from room to room too', () => {
    const product = Object.entries(rooms).filter(([name]) => /^(functions|src)/.test(name));
    const edges = product.flatMap(([from, { imports }]) => imports.map((to) => ({ from, to })));
    expect(findCircles(edges)).toEqual([]);
  });

  test('that is right is left alone', () => {
    expect(findForbidden(tree, listImports(tree), rooms)).toEqual([]);
    expect(findCircles(listImports(tree))).toEqual([]);
  });

  test.each(planted)('of %s is found', (_kind, file, text, said) => {
    const before = roomOf(file, rooms) === file ? readFileSync(join(tree, file), 'utf8') : 'export {};\n';
    plant(file, text);
    const room = rooms[roomOf(file, rooms) ?? ''];
    expect(findForbidden(tree, listImports(tree), rooms)).toEqual([
      expect.stringContaining(`${file} imports ${said}. ${roomOf(file, rooms)} may import `),
    ]);
    expect(findForbidden(tree, listImports(tree), rooms)[0]).toContain(room?.instead);
    plant(file, before);
  });

  test.each([
    ["import { a } from './two.ts';", "import { a } from './one.ts';"],
    ["import type { A } from './two.ts';", "export type { A } from './one.ts';"],
    ["export type B = import('./two.ts').A;", "const late = () => import('./one.ts');"],
  ])('in a circle is found: %s %s', (one, two) => {
    plant('src/health/one.ts', one);
    plant('src/health/two.ts', two);
    expect(findCircles(listImports(tree))).toEqual([
      'src/health/one.ts → src/health/two.ts → src/health/one.ts',
    ]);
    plant('src/health/one.ts', 'export {};');
    plant('src/health/two.ts', 'export {};');
  });

  test('by a file in no room, or of one that is not there, is found', () => {
    plant('src/utils/probe.ts', "import { a } from '../model/target.ts';");
    plant('src/health/one.ts', "import { a } from './gone.ts';");
    expect(findForbidden(tree, listImports(tree), rooms)).toEqual([
      'src/health/one.ts imports ./gone.ts, which does not exist.',
      expect.stringContaining('src/utils/probe.ts is in no room'),
    ]);
  });

  test('is read from the syntax, not from what looks like one', () => {
    const text =
      "// import './a.ts'\nconst s = `import './b.ts'`;\nimport /* ./c.ts */ './d.ts';\nimport(`./e.ts`);";
    expect(findSpecifiers(text)).toEqual(['./d.ts', './e.ts']);
  });
});

function listImports(tree: string) {
  return listSources(tree, folders).flatMap((file) => readImports(tree, file));
}
