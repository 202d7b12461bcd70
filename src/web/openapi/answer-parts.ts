/** Schemas of which those of the answers are made. */
import { z } from 'zod';

const text = z.string();
const count = z.int().nonnegative();
const day = z.iso.date();
/** Graph's own digits: up to seven of a second. */
const moment = z.string().describe('ISO 8601, UTC');
const hash = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('hash of a find key, as in docs/archive-format.md');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const callId = z.guid();
const version = z
  .string()
  .regex(/^[1-9]\d*$/)
  .describe('digits, which may exceed what a number holds');

const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

export const answerParts = { text, count, day, moment, hash, sha256, callId, version, nullable };
