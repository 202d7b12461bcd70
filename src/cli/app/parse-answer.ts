/** Validates an answer: one of another shape comes from another program, or another version of the app. */
import type { z } from 'zod';
import { CliError } from '../errors/cli-error.ts';

export function parseAnswer<Value>(doing: string, schema: z.ZodType<Value>, answer: unknown): Value {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CliError(
    'unexpected',
    `${doing}: the answer is not of the expected form (${issue?.path.join('.') || 'as a whole'}: ${issue?.message})`,
    'Is CALL_ARCHIVE_URL the address of the app, and is the app as new as this command?',
  );
}
