/** What an event adds to the metrics, by the list in metrics.ts. */
import type { EventName } from '../../events.ts';
import { type Metric, type MetricName, metrics } from '../../metrics.ts';
import type { EventFacts } from '../../ports/event-log.ts';

export interface Measurement {
  name: MetricName;
  value: number;
  dimensions: Record<string, string>;
}

const made = Object.entries(metrics) as [MetricName, Metric][];

export function measureEvent(event: EventName, facts: EventFacts): Measurement[] {
  return made.flatMap(([name, { of, dimensions }]) => {
    const source = of?.[event];
    const value = typeof source === 'string' ? facts[source] : source;
    // A fact that is not known measures nothing.
    if (typeof value !== 'number') return [];
    return { name, value, dimensions: pick(facts, dimensions) };
  });
}

function pick(facts: EventFacts, dimensions: readonly string[]): Record<string, string> {
  return Object.fromEntries(dimensions.map((dimension) => [dimension, String(facts[dimension] ?? '')]));
}
