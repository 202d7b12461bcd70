/** What the address of a page about one call says. */
import { parseGuid } from '../../model/guid.ts';
import { isFindKeyHash } from '../../model/index-rows.ts';
import type { Look } from '../page.ts';
import { makeProblem } from '../problem.ts';

const versionForm = /^v?0*([1-9]\d{0,18})$/;

/** Lower case; `undefined` where the address has something else in its place. */
export function callIdOf({ params }: Pick<Look, 'params'>): string | undefined {
  return parseGuid(params['id'] ?? '');
}

/** The digits of a version: `2`, `v2`, or as in the name of a file. `undefined`: no version is named; null: what is named is not one. */
export function versionOf({ url }: Pick<Look, 'url'>, name: string): string | undefined | null {
  const text = url.searchParams.get(name);
  return text ? (versionForm.exec(text)?.[1] ?? null) : undefined;
}

/** The hash of whom the reader came for. */
export function whoOf({ url }: Pick<Look, 'url'>): string | undefined {
  const text = url.searchParams.get('who') ?? '';
  return isFindKeyHash(text) ? text : undefined;
}

/** The page of people, counted from 1. */
export function peoplePageOf({ url }: Pick<Look, 'url'>): number {
  const text = url.searchParams.get('people') ?? '';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

export const notACallId = makeProblem(
  'not-a-call-id',
  'The address has something in place of a call id, which is 32 hexadecimal digits in groups.',
  { advice: 'Look for the call by a person, a number or the link of its meeting.' },
);

export const notAVersion = makeProblem('not-a-version', 'A version is a whole number, 1 or higher.');
