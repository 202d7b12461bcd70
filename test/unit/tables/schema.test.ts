/** The tables against Microsoft's published schema: nothing of it is left out without saying so. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { leftOut } from '../../../src/tables/schema/left-out.ts';
import { allTables, callTables } from '../../../src/tables/schema/tables.ts';
import { type CsdlTypes, listLeafPaths, parseCsdl } from './parse-csdl.ts';

const csdl = readFileSync(new URL('./callrecords.csdl.xml', import.meta.url), 'utf8');
const columnPaths = new Set(
  Object.values(callTables).flatMap(({ columns }) => columns.flatMap(({ path }) => expandPath(path))),
);
const leftOutPaths = leftOut.flatMap(({ path }) => expandPath(path));

/** `a.{b,c}.d, e` → `a.b.d`, `a.c.d`, `e`. */
function expandPath(path: string): string[] {
  return path.split(/, (?:else )?|; /).flatMap((one) => {
    const choice = /\{(.*?)\}/.exec(one);
    return choice ? (choice[1]?.split(',') ?? []).map((word) => one.replace(choice[0], word)) : [one];
  });
}

function findUncovered(types: CsdlTypes): string[] {
  return listLeafPaths(types, 'session', 'sessions[]').filter(
    (leaf) => !columnPaths.has(leaf) && !leftOutPaths.some((path) => isAt(path, leaf)),
  );
}

function isAt(path: string, leaf: string): boolean {
  return leaf === path || leaf.startsWith(`${path}.`);
}

describe('the tables', () => {
  test('hold every member of sessions, segments, media and streams of the published schema', () => {
    expect(listLeafPaths(parseCsdl(csdl), 'session', 'sessions[]').length).toBeGreaterThan(150);
    expect(findUncovered(parseCsdl(csdl))).toEqual([]);
  });

  test.each([
    ['mediaStream', 'sessions[].segments[].media[].streams[].averageSmell'],
    ['networkInfo', 'sessions[].segments[].media[].calleeNetwork.averageSmell'],
    ['serviceUserAgent', 'sessions[].callee.userAgent.averageSmell'],
    ['session', 'sessions[].averageSmell'],
  ])('would miss a new member of %s', (type, path) => {
    const grown = csdl.replace(
      new RegExp(`(<(?:Complex|Entity)Type Name="${type}"[^>]*>)`),
      '$1<Property Name="averageSmell" Type="Edm.Single" />',
    );
    expect(grown).not.toBe(csdl);
    expect(findUncovered(parseCsdl(grown))).toContain(path);
  });

  test('leave nothing out that the published schema does not have', () => {
    const leaves = listLeafPaths(parseCsdl(csdl), 'session', 'sessions[]');
    expect(leftOutPaths.filter((path) => !leaves.some((leaf) => isAt(path, leaf)))).toEqual([]);
  });

  test.each(allTables)('$name has plain names in snake case, each once', ({ columns }) => {
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test.each(allTables)(
    '$name has its durations as doubles in milliseconds, with the unit in the name',
    (table) => {
      const durations = table.columns.filter(({ unit }) => unit?.startsWith('ms'));
      expect(durations.filter(({ name }) => !name.endsWith('_ms'))).toEqual([]);
      expect(durations.filter(({ type }) => type !== 'number' && type !== 'numbers')).toEqual([]);
    },
  );
});
