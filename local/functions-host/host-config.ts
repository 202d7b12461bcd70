/**
 * host.json → what this host does with it, with the runtime's defaults:
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json
 */
import { z } from 'zod';
import { HostStartError } from './host-start-error.ts';
import { parseTimeSpan } from './time-span.ts';

export interface QueueConfig {
  batchSize: number;
  newBatchThreshold: number;
  maxDequeueCount: number;
  maxPollingIntervalMs: number;
  messageEncoding: 'base64' | 'none';
  visibilityTimeoutMs: number;
}

export interface HostConfig {
  routePrefix: string;
  /** `undefined`: no limit. */
  functionTimeoutMs: number | undefined;
  queues: QueueConfig;
}

const weekMs = 7 * 24 * 3_600_000;

const timeSpan = z.string().transform((text, context) => {
  const ms = parseTimeSpan(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time span of the form hh:mm:ss` });
  return z.NEVER;
});

const queues = z.object({
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  maxDequeueCount: z.int().min(1).default(5),
  maxPollingInterval: timeSpan.pipe(z.number().min(100)).default(60_000),
  messageEncoding: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['base64', 'none']))
    .default('base64'),
  visibilityTimeout: timeSpan.pipe(z.number().max(weekMs)).default(0),
});

const hostJson = z.object({
  version: z.literal('2.0'),
  functionTimeout: z
    .union([z.literal('-1').transform(() => Number.POSITIVE_INFINITY), timeSpan])
    .default(30 * 60_000),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      queues: queues.prefault({}),
    })
    .prefault({}),
});

/** Throws a HostStartError that names every wrong member. */
export function parseHostConfig(json: unknown): HostConfig {
  const parsed = hostJson.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new HostStartError(`host.json is wrong: ${problems.join('; ')}`);
  }
  const { functionTimeout, extensions } = parsed.data;
  const { newBatchThreshold, maxPollingInterval, visibilityTimeout, ...rest } = extensions.queues;
  return {
    routePrefix: extensions.http.routePrefix.replace(/^\/+|\/+$/g, ''),
    functionTimeoutMs: Number.isFinite(functionTimeout) ? functionTimeout : undefined,
    queues: {
      ...rest,
      newBatchThreshold: newBatchThreshold ?? Math.floor(rest.batchSize / 2),
      maxPollingIntervalMs: maxPollingInterval,
      visibilityTimeoutMs: visibilityTimeout,
    },
  };
}
