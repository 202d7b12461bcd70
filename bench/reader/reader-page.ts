/** The page docs/performance-reader.md, made of the last whole run (`npm run bench:reader -- --write-docs`). */
import type { FiguresPage } from '../write-page.ts';

const explanation = `## How it is measured

What [performance.md](performance.md) says of rounds, memory and exit codes holds here too; \`--quick\` takes a smaller archive and
few rounds, to see that the benchmark runs.

- The app's own code answers in a process of its own, over Azurite, to somebody with the role \`Calls.Read\`; the platform's sign-in
  and the Functions host are left out.
- **Round trips** are counted on the wire, of an app that has just started, without the write of the access log.
- **Time** of a call page is set beside finding the same record by its id, reading and unpacking it, in turns; there
  are more calls than the app remembers for its readers.
- **Memory** is the peak of the resident set over what the process held after its first page. It has the limits that Node sets itself
  on an instance with 2,048 MB.
- **Size** is that of the largest page of six (search, calls, person, two calls, days), compressed by gzip, without the drawing of the
  timeline. The app itself compresses what it sends.
`;

export const readerPage: FiguresPage = {
  file: 'performance-reader.md',
  title: "Performance of the readers' pages",
  script: 'bench:reader',
  explanation,
};
