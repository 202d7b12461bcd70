/** The facts of each event as docs/operations.md names them, for operators who search for them. */
import { readFileSync } from 'node:fs';
import type { LoggedEvent } from '../../local/parse-log-line.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const sections = new Map(
  [...page.matchAll(/^### `([a-z]+\.[a-z-]+)`\n.*?^- Facts: (.*?)^- Do: /gms)].map(
    ([, name = '', facts = '']) => [name, facts],
  ),
);

/** Names of facts; an event that is named among them lends its own. */
function listFacts(event: string): string[] {
  const facts = sections.get(event) ?? '';
  const named = [...facts.matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name);
  return named.flatMap((name) => (sections.has(name) ? listFacts(name) : name));
}

/** `event fact` for each fact that an event has and the page does not name. */
export function findUndocumentedFacts(events: Iterable<LoggedEvent>): string[] {
  const found = new Set<string>();
  for (const { name, facts } of events) {
    // A check has facts of its own.
    const isOpen = sections.get(name)?.includes('the facts of the check');
    const documented = listFacts(name);
    for (const fact of Object.keys(facts))
      if (!isOpen && !documented.includes(fact)) found.add(`${name} ${fact}`);
  }
  return [...found];
}
