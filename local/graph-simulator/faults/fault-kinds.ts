/** Faults by name, for whoever plans them over HTTP. */
import { z } from 'zod';
import * as faults from './fault.ts';
import type { FaultRule } from './fault-plan.ts';

const faultRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('throttle'), retryAfter: z.union([z.number(), z.string()]).optional() }),
  z.object({
    kind: z.literal('status'),
    code: z.int().min(200).max(599),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ kind: z.literal('drop-connection') }),
  z.object({ kind: z.literal('cut-before-body') }),
  z.object({ kind: z.literal('cut-in-body'), fraction: z.number().min(0).max(1).optional() }),
  z.object({ kind: z.literal('cut-after-body') }),
  z.object({ kind: z.literal('truncated-gzip') }),
  z.object({ kind: z.literal('truncated-json'), fraction: z.number().min(0).max(1).optional() }),
  z.object({ kind: z.literal('stall'), afterBytes: z.int().min(0).optional() }),
  z.object({ kind: z.literal('html-200') }),
  z.object({ kind: z.literal('error-200') }),
  z.object({ kind: z.literal('wrong-id'), id: z.string().optional() }),
  z.object({ kind: z.literal('redirect'), url: z.string(), code: z.int().optional() }),
  z.object({ kind: z.literal('body'), text: z.string(), contentType: z.string().optional() }),
  z.object({ kind: z.literal('replace-next-link'), url: z.string() }),
  z.object({ kind: z.literal('endless-links'), origin: z.string() }),
  z.object({ kind: z.literal('slow'), ms: z.number().min(0) }),
]);

export const faultRuleRequest = z.object({
  on: z
    .object({
      method: z.string().optional(),
      path: z.string().optional(),
      /** A regular expression, in place of `path`. */
      pattern: z.string().optional(),
      nth: z.int().min(1).optional(),
    })
    .optional(),
  times: z.int().min(1).optional(),
  fault: faultRequest,
});

export function makeFaultRule(request: z.infer<typeof faultRuleRequest>): FaultRule {
  const { method, path, pattern, nth } = request.on ?? {};
  const where = pattern === undefined ? path : new RegExp(pattern, 'i');
  return {
    on: {
      ...(method === undefined ? {} : { method }),
      ...(where === undefined ? {} : { path: where }),
      ...(nth === undefined ? {} : { nth }),
    },
    times: request.times ?? 1,
    fault: makeFault(request.fault),
  };
}

function makeFault(request: z.infer<typeof faultRequest>): faults.Fault {
  switch (request.kind) {
    case 'throttle':
      return faults.throttle(request.retryAfter);
    case 'status':
      return faults.status(request.code, request.body, request.headers);
    case 'drop-connection':
      return faults.dropConnection();
    case 'cut-before-body':
      return faults.cutBeforeBody();
    case 'cut-in-body':
      return faults.cutInBody(request.fraction);
    case 'cut-after-body':
      return faults.cutAfterBody();
    case 'truncated-gzip':
      return faults.truncatedGzip();
    case 'truncated-json':
      return faults.truncatedJson(request.fraction);
    case 'stall':
      return faults.stall(request.afterBytes);
    case 'html-200':
      return faults.html200();
    case 'error-200':
      return faults.error200();
    case 'wrong-id':
      return faults.wrongId(request.id);
    case 'redirect':
      return faults.redirect(request.url, request.code);
    case 'body':
      return faults.body(request.text, request.contentType);
    case 'replace-next-link':
      return faults.replaceNextLink(request.url);
    case 'endless-links':
      return faults.endlessLinks(request.origin);
    case 'slow':
      return faults.slow(request.ms);
  }
}
