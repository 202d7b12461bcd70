/** What axe-core finds wrong with a page: the rules of WCAG 2.2 A and AA, and of good practice. */
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** A line for each element that breaks a rule, in light or dark; none for a page that breaks none. */
export async function findViolations(page: Page): Promise<string[]> {
  const lines: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: halfway between two colours nothing has enough contrast.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await runAxe(page);
    lines.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${colorScheme}, ${id}: ${node.html}: ${node.failureSummary}`),
      ),
    );
  }
  return lines;
}

/** Through the debugger's door: the policy of the page lets no script of others in. */
async function runAxe(page: Page): Promise<AxeResults> {
  await page.evaluate(axe.source);
  return page.evaluate('axe.run({ resultTypes: ["violations"] })');
}
