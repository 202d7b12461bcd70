/** `npm run docs`: writes the pages that are made from code. */
import { writeFile } from 'node:fs/promises';
import { cliPagePath, formatCliPage } from './cli-page.ts';
import { configurationPagePath, formatConfigurationPage } from './configuration-page.ts';

const pages = [
  [configurationPagePath, formatConfigurationPage()],
  [cliPagePath, await formatCliPage()],
] as const;
for (const [path, text] of pages) await writeFile(new URL(`../${path}`, import.meta.url), text);
