/** The page docs/performance.md, made of the last whole run (`npm run bench -- --write-docs`). */
import { deployedNodeOptions } from './deployed-node.ts';
import type { FiguresPage } from './write-page.ts';

const explanation = `## How it is measured

\`npm run bench\` starts what it needs: a fresh Azurite, the Graph simulator, the functions host, each in a process of
its own. The records are seeded: every run archives the same calls, but for their dates. \`--quick\` takes small records
and few rounds, to see that the benchmark runs. \`--only NAME\` takes one measurement, such as
\`npm run bench -- --only small\`, and may come more than once; \`--help\` lists the names. What measures no time (memory,
operations, round trips, and the meeting under Graph's limits) runs at the same time, in the end.

- **Rounds.** What is compared takes turns, in up to 12 rounds, each beginning with another side. The first round warms
  up and does not count. A ratio is taken within each round; the figure is the median of these ratios. The column
  *rounds* has their number, the lowest and the highest.
- **CPU** is user and system time of the whole process (every thread: zlib, garbage collection) as the operating system
  counts it. Each side runs in a process of its own, from a bundle that is made as the deployed one is. Graph's answers
  come over HTTP from another process, rendered and compressed beforehand.
- **FLOOR** decompresses the same answers, compresses the whole document at gzip level 6 and takes its SHA-256, with
  Node's own zlib and crypto called in the plainest way. It receives, reads, puts together and stores nothing.
- **Verdicts** (\`bench/verdicts.ts\`) are counted in the same documents by themselves, ten times over, and set beside what archiving
  them costs.
- **NAIVE** (\`bench/naive.ts\`) is a plain client written the way everyone writes it: \`fetch\`, \`response.json()\`,
  merge, \`JSON.stringify\`, SHA-256, \`gzipSync\`, upload, rows.
- **Null sink.** For the CPU figures blob and rows are made, counted and dropped: storage would cost both sides the same.
- **Small records** are 70 % calls of two (one session), 20 % calls with 4 sessions, 10 % with 11; 1,200 of them a
  round, so that a round is longer than the compiler's warming up.
- **Memory** is the peak of the resident set in a fresh process while it archives one record into Azurite, less what it
  held before; the median of three processes. What V8 takes once, for compiled code and the room for young objects, is
  in it. The process has the limits that Node sets itself where the app is deployed, at a memory of
  2,048 MB (\`${deployedNodeOptions.join(' ')}\`), not those of the measuring machine.
- **Webhook** is the time until the 202, the median of 100 calls a round, beside the time of one Put Message through
  the storage library to the same Azurite. Here the sides take turns call by call.
- **Documented limits**: the whole app in the functions host, and the simulator with Graph's limits (40 requests in 20 s
  for one record) in real time. *Pages* are the answers that make up the record.
- **Operations** are counted on the wire. Of the table operations of a record, one writes the id row, one writes the day
  row, two look whether a later version is there; the others write the rows by which the call is found: one operation for
  each partition that its people, its organizer and its meeting fall into. A meeting of 10,000 people takes fewer than
  400 (a test sees to it), since up to 100 rows of a partition go together. The rows of \`People\` come on top for those whom
  an instance has not seen that day: one operation for all of them together on the day of the call, later some for each. Here
  each person takes part once, as in no tenant.
- **Reading**: 100,000 calls of a year are rows in Azurite, where round trips are counted for a command that knows the
  tenant (one more where it must find out), and files in a folder. A search there for one person, who is in one call of
  200, runs on one core over a tenth of the days beside gunzip of the same files, and once over all; with the local index
  over all.
- **Start-up** is the time from process start until every function of the package is registered, beside \`node -e 0\`.

## How it ends

| exit code | meaning |
|---|---|
| 0 | every *must* is reached |
| 1 | a *must* is missed |
| 2 | the benchmark itself could not run |
| 3 | what a figure is compared with varied more than twofold between rounds: *noisy, not judged*; nothing is missed |

On stdout there is the table, then one JSON text a line for each figure: \`figure\`, \`title\`, \`value\`, \`unit\`
(\`x\` is a ratio), \`better\`, \`must\`, \`aim\`, \`verdict\`, \`rounds\`, \`low\`, \`high\`, \`floorSpread\`, \`cpu\`,
\`cores\`, \`node\`, \`day\`. Progress is on stderr.
`;

export const performancePage: FiguresPage = {
  file: 'performance.md',
  title: 'Performance',
  script: 'bench',
  explanation,
};
