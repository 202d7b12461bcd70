/** The settings that can be changed over HTTP, as in `configure`. */
import { z } from 'zod';
import { reportNames } from '../reports/report-kinds.ts';

const pageSize = z.int().min(1);
const pages = z.array(z.int().min(0));
const milliseconds = z.number().min(0);

export const settingsRequest = z.strictObject({
  pretty: z.boolean().optional(),
  refuseOldList: z.boolean().optional(),
  clockAheadMs: z.number().optional(),
  knownResource: z.url().optional(),
  throttling: z.enum(['off', 'documented']).optional(),
  paging: z
    .strictObject({
      sessions: pageSize,
      participants: pageSize,
      records: pageSize,
      subscriptions: pageSize,
      segments: pageSize,
      emptySessionPages: pages,
      emptyParticipantPages: pages,
      linkPlacement: z.enum(['documented', 'before', 'after']),
      staleLink: z.enum(['new-version', 'gone', 'not-found']),
    })
    .partial()
    .optional(),
  notifications: z
    .strictObject({
      batchSize: z.int().min(1),
      duplicates: z.int().min(0),
      shuffle: z.boolean(),
      lose: z.number().min(0).max(1),
      retryDelaysMs: z.array(milliseconds),
      timeoutMs: milliseconds,
      retryTimeoutMs: milliseconds,
    })
    .partial()
    .optional(),
  subscriptions: z
    .strictObject({
      maxMinutes: z.number().min(1),
      minMinutes: z.number().min(0),
      quota: z.int().min(0),
      validationTimeoutMs: milliseconds,
    })
    .partial()
    .optional(),
  reports: z
    .strictObject({
      pageSize,
      order: z.enum(['oldest-first', 'newest-first']),
      notOffered: z.array(z.enum(reportNames)),
      keptDays: z.number().min(1),
    })
    .partial()
    .optional(),
});
