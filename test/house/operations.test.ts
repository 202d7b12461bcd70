/** The operators' handbook: one heading for each event, and no name in it that does not exist. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { events } from '../../src/events.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const reference = page.slice(page.indexOf('\n## Events\n'));

/** The text under each heading that is a name in code font. */
const sections = new Map(
  reference
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.match(/^`(.+)`\n/)?.[1] ?? section, section]),
);
const rooms = [...new Set(Object.keys(events).map((name) => name.split('.')[0]))];

describe('docs/operations.md', () => {
  test('has one heading for each event, and none for another', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(events).sort());
    expect(reference.match(/^### /gm)).toHaveLength(sections.size);
  });

  test.each(Object.entries(events))('says level, facts and what to do of %s', (name, [level]) => {
    expect(sections.get(name)).toMatch(
      new RegExp(`^.*\\n\\*\\*${level}\\*\\* [^]*\\n- Facts: [^]*\\n- Do: [^]*\\.\\n`),
    );
  });

  test('names no event that does not exist, in text and in queries', () => {
    const named = [...page.matchAll(new RegExp(`[\`"](?<name>(${rooms.join('|')})\\.[a-z-]+)[\`"]`, 'g'))];
    expect(named.length).toBeGreaterThan(50);
    expect(named.map((match) => match.groups?.['name']).filter((name) => !((name ?? '') in events))).toEqual(
      [],
    );
  });

  test('queries only tables that the app and its host write', () => {
    const queries = [...page.matchAll(/^ *```kusto\n(.*?)```/gms)].map(([, query = '']) => query);
    expect(queries.length).toBeGreaterThan(3);
    const tables = queries.flatMap((query) => /^\s*(?:union )?(.*)/.exec(query)?.[1]?.split(', ') ?? []);
    const known = ['customEvents', 'customMetrics', 'dependencies', 'requests', 'traces', 'exceptions'];
    expect(tables.filter((table) => !known.includes(table))).toEqual([]);
  });
});
