/** The page docs/performance-proof.md, made of the last whole run (`npm run bench:proof -- --write-docs`). */
import type { FiguresPage } from '../write-page.ts';

const explanation = `## How it is measured

What [performance.md](performance.md) says of rounds, CPU, memory and exit codes holds here too; \`--quick\` takes small days
and few rounds, to see that the benchmark runs.

- **Offline**: 20,000 small records in a folder, sealed by the app's own code, are checked as \`call-archive verify --path\` does. The
  CPU time of all threads is set beside that of a process that reads, unpacks and hashes the same files (\`readFileSync\`,
  \`gunzipSync\`, SHA-256 of the document, MD5 of the file) and does nothing else. *Cores used* is CPU time over time.
- **A large day** is listed by a server that makes the pages of List Blobs, with all metadata that the archive writes; manifests,
  Graph's list and seals lie in Azurite. Graph lists every call of the day. The day is sealed twice, in a fresh process each time: the
  second time the manifest of the first is compared. Then a third process checks it as \`verify --quick\` does, online. All of it is done
  three times, with empty storage each; a figure is the one in the middle.
- **Requests** are counted on the wire, of the seal that has more of them: all that read, less one for each page of 2,000 files.
- **Memory** is the peak of the resident set over what the process held before. The processes run from a bundle that is made as the
  app's is, with the limits that Node sets itself where the app is deployed.
- **Growth**: V8's heap holds some 30 MB from the first file to the last, with 100,000 files and with 1,000,000
  (\`src/bytes/young-generation.ts\`; without it, 55 MB with 100,000), and what was read of the network, of lists and of manifests
  some 8 MB more. What still grows over a long run lies outside: memory of the C library, between pieces of answers that were
  freed. With \`MALLOC_MMAP_THRESHOLD_=60000\`, which an app cannot set for itself, sealing 300,000 files took 8 to 10 MB less.
- **On a busy machine** the heap is larger by up to 17 MB, at random: V8 marks what lives in a thread of its own, makes no short
  collections meanwhile, and keeps the memory that it took.
`;

export const proofPage: FiguresPage = {
  file: 'performance-proof.md',
  title: 'Performance of sealing and verify',
  script: 'bench:proof',
  explanation,
};
