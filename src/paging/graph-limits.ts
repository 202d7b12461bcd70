/** What Graph allows those who ask it (graph-facts §4), and how it answers a link that it has forgotten. */
import { GraphError } from '../errors.ts';
import { maxSharedSleepMs, type PacerOptions } from './pacer.ts';

/** 40 requests in 20 seconds for the list of calls; a second more for clocks and networks. */
export const listPace: PacerOptions = { limit: 40, windowMs: 21_000, maxSleepMs: 5000 };
/** 1,500 in 20 seconds for everything that the app reads of a tenant. */
export const tenantPace: PacerOptions = { ...listPace, limit: 1500, maxSleepMs: maxSharedSleepMs };
/** 40 in 20 seconds for one record. */
export const recordPace: PacerOptions = { ...listPace, limitOfAll: tenantPace.limit };

/** 200 requests in 60 seconds for all reports of a tenant. */
export const allReportsPace: PacerOptions = { limit: 200, windowMs: 61_000, maxSleepMs: 5000 };
/** 50 in 60 seconds for one report. */
export const reportPace: PacerOptions = { ...allReportsPace, limit: 50, limitOfAll: allReportsPace.limit };

const staleLinkStatuses = new Set([400, 404, 410]);

/** Whether Graph no longer accepts the link that was followed. */
export function isStaleLink(error: unknown): boolean {
  return error instanceof GraphError && staleLinkStatuses.has(error.status ?? 0);
}
