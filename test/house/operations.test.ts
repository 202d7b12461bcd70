/** The operators' handbook: one heading for each event, and no name in it that does not exist. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../src/errors.ts';
import { events } from '../../src/events.ts';
import { metrics } from '../../src/metrics.ts';
import { findUndocumentedFacts } from '../support/documented-facts.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

/** The sections of a part of the page, by the name in code font that is their heading. */
function listSections(part: string): Map<string, string> {
  const [text = ''] = page.slice(page.indexOf(`\n## ${part}\n`) + 1).split(/\n(?=## )/);
  const sections = text.split(/^### /m).slice(1);
  return new Map(sections.map((section) => [/^`(.+)`\n/.exec(section)?.[1] ?? section, section]));
}

const eventSections = listSections('Events');
const metricSections = listSections('Metrics');
const rooms = [...new Set(Object.keys({ ...events, ...metrics }).map((name) => name.split('.')[0]))];

describe('docs/operations.md', () => {
  test('has one heading for each event, and none for another', () => {
    expect([...eventSections.keys()].sort()).toEqual(Object.keys(events).sort());
  });

  test.each(Object.entries(events))('says level, facts and what to do of %s', (name, [level]) => {
    expect(eventSections.get(name)).toMatch(
      new RegExp(`^.*\\n\\*\\*${level}\\*\\* [^]*\\n- Facts: [^]*\\n- Do: [^]*\\.\\n`),
    );
  });

  test('has one heading for each metric, and none for another', () => {
    expect([...metricSections.keys()].sort()).toEqual(Object.keys(metrics).sort());
  });

  test.each(Object.entries(metrics))('says unit, dimensions and what to do of %s', (name, metric) => {
    const section = metricSections.get(name);
    expect(section).toMatch(new RegExp(`^.*\\n\\*\\*${metric.unit}\\*\\* [^]*\\n- Do: [^]*\\.\\n`));
    const named = /^- By: (.*)\.$/m.exec(section ?? '')?.[1]?.match(/`\w+`/g) ?? [];
    expect(named).toEqual(metric.dimensions.map((dimension) => `\`${dimension}\``));
  });

  test('is what end-to-end tests compare the facts of logged events with', () => {
    const found = findUndocumentedFacts([
      { name: 'archiving.record-archived', facts: { call_id: 'c', lag_ms: 1, subject: 's' } },
      // Named by way of another event.
      { name: 'archiving.record-paused', facts: { failed_tries: 1, pages_read: 2 } },
      { name: 'health.check-failed', facts: { check: 'storage', whatever: 1 } },
    ]);
    expect(found).toEqual(['archiving.record-archived subject']);
  });

  test('names no event and no metric that does not exist, in text and in queries', () => {
    const named = [...page.matchAll(new RegExp(`[\`"](?<name>(${rooms.join('|')})\\.[a-z-]+)[\`"]`, 'g'))];
    expect(named.length).toBeGreaterThan(50);
    expect(
      named
        .map((match) => match.groups?.['name'])
        .filter((name = '') => !(name in events || name in metrics)),
    ).toEqual([]);
  });

  test('finds wrong settings by words that their error begins with', () => {
    const [, words] = /`traces \| where message has "(The configuration[^"]*)"`/.exec(page) ?? [];
    const { message } = new ConfigurationError(['A is missing', 'B is wrong'], ['az 1', 'az 2']);
    expect(message.startsWith(words ?? 'no such query')).toBe(true);
    // A trace of Azure is one line of stderr.
    expect(message.split('\n')).toHaveLength(1);
  });

  test('queries only tables that the app and its host write', () => {
    const queries = [...page.matchAll(/^ *```kusto\n(.*?)```/gms)].map(([, query = '']) => query);
    expect(queries.length).toBeGreaterThan(3);
    const tables = queries.flatMap((query) => /^\s*(?:union )?(.*)/.exec(query)?.[1]?.split(', ') ?? []);
    const known = ['customEvents', 'customMetrics', 'dependencies', 'requests', 'traces', 'exceptions'];
    expect(tables.filter((table) => !known.includes(table))).toEqual([]);
  });
});
