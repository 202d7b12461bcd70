/** What a check is, and how checks are made: all at once, each with a time limit, none able to stop the others. */
import { withinTime } from '../concurrency/within-time.ts';
import type { EventFacts } from '../ports/event-log.ts';

/** `fail`: data are at risk, or the app cannot do its work. `warn`: they will be if ignored. */
export type CheckState = 'ok' | 'warn' | 'fail';

export interface Finding {
  state: CheckState;
  /** What was seen: ids, counts, codes, times. No secret and no personal datum. */
  facts: EventFacts;
  /** What to do, with the command where there is one; empty when nothing is to be done. */
  advice: string;
}

export interface HealthCheck {
  /** Kebab-case; `docs/operations.md` may have a heading of that name. */
  name: string;
  /** Looks, and judges. What it throws counts as failed: what cannot be seen is at risk. */
  run(now: Date): Promise<Finding>;
}

export type Check = { name: string } & Finding;

/** A check may take at most this long. */
const maxRunMs = 25_000;

export async function runChecks(checks: readonly HealthCheck[], now: Date): Promise<Check[]> {
  return Promise.all(checks.map(async (check) => ({ name: check.name, ...(await run(check, now)) })));
}

export function statusOf(checks: readonly Check[]): 'ok' | 'at-risk' {
  return checks.some(({ state }) => state === 'fail') ? 'at-risk' : 'ok';
}

/** A finding that asks for nothing. */
export function fine(facts: EventFacts = {}): Finding {
  return { state: 'ok', facts, advice: '' };
}

async function run(check: HealthCheck, now: Date): Promise<Finding> {
  try {
    return await withinTime(check.run(now), maxRunMs);
  } catch (error) {
    return {
      state: 'fail',
      facts: { problem: describeFault(error) },
      advice: 'What this check needs could not be read: see the check "storage" first.',
    };
  }
}

/** A fault in a few words. The words of a storage service may hold headers of the request: only its codes are shown. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const { statusCode: status, code } = error as { statusCode?: unknown; code?: unknown };
  const codes = [status, code].filter((one) => typeof one === 'number' || typeof one === 'string');
  return codes.length > 0 ? codes.join(' ') : error.message;
}
