/** A rule on the text of infra/: it holds, and each of these changes breaks it. A rule that cannot fail guards nothing. */
import { describe, expect, test } from '@jest/globals';
import { changeInfra, type InfraFiles, readInfra } from './infra-files.ts';

/** Gives a line for each breach. */
type Rule = (files: InfraFiles) => string[];
type Change = [path: string, from: string, to: string];

export function rule(title: string, check: Rule, changes: Change[]): void {
  const real = readInfra();
  describe(title, () => {
    test('holds', () => {
      expect(check(real)).toEqual([]);
    });
    test.each(changes)('is broken by %s: %s → %s', (...change) => {
      expect(check(changeInfra(real, ...change))).not.toEqual([]);
    });
  });
}

export const unless = (isGood: boolean, problem: string) => (isGood ? [] : [problem]);
export const same = (a: readonly string[], b: readonly string[]) => `${[...a].sort()}` === `${[...b].sort()}`;
