/**
 * `npm run bench:tables`: what the tables for analysts cost. Takes about ten minutes; judges as `npm run bench` does, and
 * writes its figures into docs/performance-tables.md.
 */
import { runSideBench } from '../side-bench.ts';
import { measureDays } from './measure-days.ts';
import { measureYear } from './measure-year.ts';
import { tablesPage } from './tables-page.ts';

await runSideBench(process.env, [measureDays, measureYear], tablesPage);
