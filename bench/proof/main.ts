/**
 * `npm run bench:proof`: what sealing and checking an archive cost. Takes about ten minutes; judges as `npm run bench` does,
 * and writes its figures into docs/performance-proof.md.
 */
import { runSideBench } from '../side-bench.ts';
import { measureDays } from './measure-days.ts';
import { measureFolder } from './measure-folder.ts';
import { proofPage } from './proof-page.ts';

await runSideBench(process.env, [measureFolder, measureDays], proofPage);
