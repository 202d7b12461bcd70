/** Which requests a fault is played on: the first rule that fits and is not used up wins. */
import type { GraphRequest } from '../exchange.ts';
import { identityPath } from '../identity-path.ts';
import { targetFits } from '../request-log.ts';
import type { Fault } from './fault.ts';

export interface FaultRule {
  readonly on?: {
    readonly method?: string;
    /**
     * Contained in path and query (any case, decoded or not), or a pattern for them. Without one the rule is
     * for Graph; a fault of the identity endpoint names its path.
     */
    readonly path?: string | RegExp;
    /** Only from the nth request that fits on (1 is the first, the default). */
    readonly nth?: number;
  };
  /** How often (default once). */
  readonly times?: number;
  readonly fault: Fault;
}

/** A rule in force, to see how often it was played. */
export interface PlannedFault {
  readonly name: string;
  readonly played: () => number;
  remove(): void;
}

export interface FaultPlan {
  add(rule: FaultRule): PlannedFault;
  /** The fault for this request, which is thereby used once. */
  take(request: Pick<GraphRequest, 'method' | 'target'>): Fault | undefined;
  clear(): void;
}

export function makeFaultPlan(): FaultPlan {
  const rules = new Set<{ rule: FaultRule; seen: number; played: number }>();
  return {
    add(rule) {
      const planned = { rule, seen: 0, played: 0 };
      rules.add(planned);
      return {
        name: rule.fault.name,
        played: () => planned.played,
        remove() {
          rules.delete(planned);
        },
      };
    },
    take(request) {
      for (const planned of rules) {
        const { on = {}, times = 1, fault } = planned.rule;
        if (planned.played >= times || !ruleFits(on, request)) continue;
        planned.seen += 1;
        if (planned.seen < (on.nth ?? 1)) continue;
        planned.played += 1;
        return fault;
      }
      return undefined;
    },
    clear() {
      rules.clear();
    },
  };
}

function ruleFits(
  on: NonNullable<FaultRule['on']>,
  request: Pick<GraphRequest, 'method' | 'target'>,
): boolean {
  return (
    (on.method === undefined || on.method.toUpperCase() === request.method) &&
    (on.path === undefined ? !isIdentity(request.target) : targetFits(request.target, on.path))
  );
}

function isIdentity(target: string): boolean {
  return target.startsWith(identityPath);
}
