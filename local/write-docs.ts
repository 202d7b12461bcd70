/** `npm run docs`: writes the pages that are made from code. */
import { writeFile } from 'node:fs/promises';
import { configurationPagePath, formatConfigurationPage } from './configuration-page.ts';

await writeFile(new URL(`../${configurationPagePath}`, import.meta.url), formatConfigurationPage());
