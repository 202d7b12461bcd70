/**
 * Pictures of pages, for people to look at: in .local/screenshots, which git ignores. Each page would take half a second
 * of CPU time more, so they are taken when somebody wants them: `jest --globals '{"screenshots":true}' test/browser/every-page`.
 */
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const areWanted = 'screenshots' in globalThis;
const folder = new URL('../../.local/screenshots/', import.meta.url).pathname;
const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };
/** A4 at 96 dots an inch. */
const paper = { width: 794, height: 1123 };

/** Light, dark, on a phone and printed: `{name}-light.png` and so on. The page is left in light and wide. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  if (!areWanted) return;
  await mkdir(folder, { recursive: true });
  const take = (how: string) =>
    page.screenshot({ path: `${folder}${name}-${how}.png`, fullPage: true, animations: 'disabled' });
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'dark' });
  await take('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await take('light');
  await page.setViewportSize(narrow);
  await take('360px');
  await page.setViewportSize(paper);
  await page.emulateMedia({ media: 'print' });
  await take('print');
  await page.emulateMedia({ media: null });
  await page.setViewportSize(wide);
}
