/** The form of `/api/status` and `/api/doctor`: a list of checks, each with its state, its facts and what to do. */
import { z } from 'zod';

const check = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  facts: z.record(z.string(), z.unknown()),
  advice: z.string().optional(),
});
export type Check = z.infer<typeof check>;

export const checkReport = z.object({
  status: z.enum(['ok', 'at-risk']),
  checkedAt: z.string(),
  version: z.string(),
  checks: z.array(check),
});
export type CheckReport = z.infer<typeof checkReport>;
