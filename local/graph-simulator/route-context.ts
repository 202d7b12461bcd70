/** What a route knows of the request it answers. */
import type { SimulatorCore } from './core.ts';
import type { GraphRequest } from './exchange.ts';

export interface RouteContext {
  readonly request: GraphRequest;
  readonly core: SimulatorCore;
  /** `v1.0` or `beta`. */
  readonly apiVersion: string;
  /** What the path names, in order. */
  readonly names: readonly string[];
}
