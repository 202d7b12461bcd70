/** What axe-core finds wrong with a page: the rules of WCAG 2.2 A and AA, and of good practice. */
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** A line for each element that breaks a rule, in light or dark; none for a page that breaks none. */
export async function findViolations(page: Page): Promise<string[]> {
  // Through the debugger's door: the policy of the page lets no script of others in.
  await page.evaluate(axe.source);
  // In the dark only colours are others: reader-style.test.ts.
  return [...(await runAxe(page, 'light')), ...(await runAxe(page, 'dark', onlyColours))];
}

const onlyColours: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

async function runAxe(
  page: Page,
  colorScheme: 'light' | 'dark',
  options: RunOptions = {},
): Promise<string[]> {
  // Without motion: halfway between two colours nothing has enough contrast.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const asked = JSON.stringify({ resultTypes: ['violations'], ...options } satisfies RunOptions);
  const { violations }: AxeResults = await page.evaluate(`axe.run(${asked})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${colorScheme}, ${id}: ${node.html}: ${node.failureSummary}`),
  );
}
