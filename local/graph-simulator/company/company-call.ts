/** A call of the company as it happened: who took part, from where, and what went wrong. The record is made from it. */
import type { Network } from './network.ts';
import type { Employee, Participant, Telephone } from './people.ts';

/** What was planted on purpose, to be found. */
export type Cause = 'bad-wifi' | 'congested-line' | 'bad-headset' | 'drop' | 'not-connected' | 'rated';

export interface Attendance {
  readonly who: Participant;
  readonly network: Network;
  readonly fromMs: number;
  readonly toMs: number;
  readonly camera: boolean;
  readonly shares: boolean;
  /** Sent no sound: muted from beginning to end. */
  readonly isSilent: boolean;
  /** What they answered when Teams asked; Graph has it from the second version on. */
  readonly feedback: Feedback | undefined;
}

export interface Feedback {
  readonly rating: 'bad' | 'poor' | 'fair' | 'good' | 'excellent';
  readonly text: string | undefined;
  readonly tokens: Readonly<Record<string, boolean>>;
}

export interface Failure {
  readonly stage: 'callSetup' | 'midcall';
  readonly reason: string;
}

export interface CompanyCall {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: 'peerToPeer' | 'groupCall';
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** The first organized the meeting, or called. */
  readonly attendances: readonly [Attendance, ...Attendance[]];
  readonly failure: Failure | undefined;
  readonly cause: Cause | undefined;
  /** Of a call by telephone. */
  readonly telephone: TelephoneCall | undefined;
}

export interface TelephoneCall {
  readonly direction: 'in' | 'out';
  readonly employee: Employee;
  readonly other: Telephone;
}

/** Graph writes the record of a call that somebody rated twice. */
export function lastVersion(call: CompanyCall): number {
  return call.attendances.some(({ feedback }) => feedback) ? 2 : 1;
}
