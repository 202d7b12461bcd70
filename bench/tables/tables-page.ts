/** The page docs/performance-tables.md, made of the last whole run (`npm run bench:tables -- --write-docs`). */
import type { FiguresPage } from '../write-page.ts';

const explanation = `## How it is measured

What [performance.md](performance.md) says of rounds, CPU, memory and exit codes holds here too; \`--quick\` takes small days
and few rounds, to see that the benchmark runs.

- **A day** is 10,000 mixed calls of a company in a folder: nine in ten of ordinary shape, every tenth hostile; 2.3 sessions and 7.3
  streams a call, sealed by a manifest. Its tables are made by the app's own code as one part, with the hash of each document
  checked against the manifest.
- The CPU time is set beside that of a process that lists, reads (\`readFileSync\`), unpacks (\`gunzipSync\`) and parses
  (\`JSON.parse\`) the same files, and does nothing else. Making tables does that as well, and then fills 12 million cells of
  \`streams\` alone: 163 columns, most of them names, networks and devices.
- **A part** for memory has 20,000 calls and a meeting of 10,000 sessions. It is made in fresh processes with the limits of the deployed app.
- **A day of 100,000** is made in 16 parts, one after the other in one process, each from the whole manifest.
- **A year** is 365 days of 274 calls, the same every day. The query reads one file a day, of \`calls\` only.
- What the verdicts of all streams cost while a record is archived is in [performance.md](performance.md) (*Small records: verdicts
  of all streams, share of CPU*).

## Where it goes

Of the CPU time of making tables about a quarter is the floor itself, and somewhat more than a quarter the encoding and compression of
the columns. The rest is the rows, the verdicts with their reasons and the sentence, listing and opening files, hashes, and V8's
collector. A must of 2.5 leaves 1.5 times the floor for 15 million cells.

Of the memory at its peak about half is, in like parts, the files of the part, which wait to be put whole, the columns of the row groups that
five tables have open, and V8's older objects, most of them texts that stand in dictionaries. Most of the rest is freed already, and
kept by the allocator or not yet seen by V8.
`;

export const tablesPage: FiguresPage = {
  file: 'performance-tables.md',
  title: 'Performance of tables',
  script: 'bench:tables',
  explanation,
};
