/** The answer that /api/status and /api/doctor share: every check, each with what was seen and what to do. */
import { formatReply, type HttpReply } from '../model/http-reply.ts';
import { type Check, statusOf } from './check.ts';

/** 200 whatever was found: that the app can say it is the answer. */
export function formatReport(checks: readonly Check[], at: Date, version: string): HttpReply {
  const report = { status: statusOf(checks), checkedAt: at.toISOString(), version, checks };
  const { headers, ...reply } = formatReply(200, report);
  return { ...reply, headers: { ...headers, 'cache-control': 'no-store' } };
}
