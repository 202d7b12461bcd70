/** What those who plan a part of a working day are given, and to which they add their calls. */
import type { Random } from '../generator/random.ts';
import type { CompanyCall } from './company-call.ts';
import type { CallMaker } from './make-call.ts';
import type { Company, Participant } from './people.ts';

export interface Occasions {
  /** The weekly meeting of everybody. */
  readonly allHands: boolean;
  /** Hamburg's line is congested in the afternoon. */
  readonly congested: boolean;
}

export interface DayPlan {
  readonly company: Company;
  readonly random: Random;
  readonly make: CallMaker;
  /** A time of that day; hours are UTC. */
  at(hours: number, minutes?: number): number;
  /** Whether none of them is in a call then. */
  areFree(people: readonly Participant[], fromMs: number, toMs: number): boolean;
  add(call: CompanyCall): void;
}
