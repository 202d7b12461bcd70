/** The row `subscription`: which subscription the app made last, and how the last look at it ended. */
import { formatColumns, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

export const subscriptionProblems = [
  'callback',
  'permission',
  'identity',
  'tenant',
  'quota',
  'taken',
  'graph',
] as const;

/** Why the subscription could not be kept. */
export type SubscriptionProblem = (typeof subscriptionProblems)[number];

export interface SubscriptionState {
  id: string | undefined;
  /** Of the secret that it was made with. */
  secretFingerprint: string | undefined;
  createdAt: Date | undefined;
  /** When it was created, renewed or moved last. */
  renewedAt: Date | undefined;
  expiresAt: Date | undefined;
  /** When the app last tried to keep it, with or without success. */
  checkedAt: Date | undefined;
  /** `undefined` when that went well. */
  failure: { problem: SubscriptionProblem; advice: string } | undefined;
}

export const subscriptionRow: TypedRow<SubscriptionState> = {
  name: 'subscription',
  parse: (row) => ({
    id: row['subscription_id'] || undefined,
    secretFingerprint: row['secret_fingerprint'] || undefined,
    createdAt: parseTimeColumn(row['created_at']),
    renewedAt: parseTimeColumn(row['renewed_at']),
    expiresAt: parseTimeColumn(row['expires_at']),
    checkedAt: parseTimeColumn(row['checked_at']),
    failure: row['problem']
      ? { problem: parseProblem(row['problem']), advice: row['advice'] ?? '' }
      : undefined,
  }),
  format: (state) =>
    formatColumns({
      subscription_id: state.id,
      secret_fingerprint: state.secretFingerprint,
      created_at: state.createdAt,
      renewed_at: state.renewedAt,
      expires_at: state.expiresAt,
      checked_at: state.checkedAt,
      problem: state.failure?.problem,
      advice: state.failure?.advice,
    }),
};

/** Another version of the app may know more problems. */
function parseProblem(column: string): SubscriptionProblem {
  return subscriptionProblems.find((problem) => problem === column) ?? 'graph';
}
