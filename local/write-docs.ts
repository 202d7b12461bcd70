/** `npm run docs`: writes the pages that are made from code. */
import { writeFile } from 'node:fs/promises';
import { cliPagePath, formatCliPage } from './cli-page.ts';
import { configurationPagePath, formatConfigurationPage } from './configuration-page.ts';
import { formatTablesPage, tablesPagePath } from './tables-page.ts';

const pages = [
  [configurationPagePath, formatConfigurationPage()],
  [cliPagePath, await formatCliPage()],
  [tablesPagePath, formatTablesPage()],
] as const;
for (const [path, text] of pages) await writeFile(new URL(`../${path}`, import.meta.url), text);
