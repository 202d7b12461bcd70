/** Parses the JSON bodies of the operators' routes: a schema at the door, and problems that say what to send. */
import type { z } from 'zod';

export type ParsedBody<Value> = { value: Value } | { problem: string };

/** An empty body counts as `{}`. */
export function parseBody<Value>(text: string, schema: z.ZodType<Value>): ParsedBody<Value> {
  let body: unknown;
  try {
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { problem: 'the body is not valid JSON' };
  }
  const result = schema.safeParse(body);
  if (result.success) return { value: result.data };
  return { problem: result.error.issues.map(describeIssue).join('; ') };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `the body must not have ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
  if (issue.path.length === 0) return 'the body must be a JSON object';
  return `${issue.path.join('.')}: ${issue.message}`;
}
