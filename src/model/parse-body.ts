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
  const issues = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the body'}: ${message}`,
  );
  return { problem: issues.join('; ') };
}
