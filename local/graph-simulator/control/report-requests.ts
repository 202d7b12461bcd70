/** What can be asked about reports over HTTP: rows given in raw JSON, rows made from a seed, another text for a row. */
import { z } from 'zod';
import type { SimulatorCore } from '../core.ts';
import { makeReportRows } from '../reports/make-rows.ts';
import { reportNames } from '../reports/report-kinds.ts';

const report = z.enum(reportNames);
const time = z.iso.datetime({ offset: true });

export const addRowsRequest = z.union([
  z.strictObject({
    report,
    rows: z.array(
      z.strictObject({
        /** By this time Graph finds the row. */
        at: time,
        /** From this time on Graph has it. */
        visibleAt: time.optional(),
        raw: z.string(),
      }),
    ),
  }),
  z.strictObject({
    report,
    seed: z.union([z.string(), z.number()]),
    count: z.int().min(0).max(1_000_000),
    from: time,
    to: time,
    lagMs: z.number().min(0).optional(),
    lineBreaks: z.number().min(0).max(1).optional(),
  }),
]);

/** In the row that contains `find`, it becomes `replace`; without `replace` the row goes. */
export const changeRowsRequest = z.strictObject({ report, find: z.string(), replace: z.string().optional() });

export const expectedRowsRequest = z.object({ report, day: z.iso.date() });

export function addRows(core: SimulatorCore, wanted: z.infer<typeof addRowsRequest>): number {
  const rows =
    'rows' in wanted
      ? wanted.rows.map(({ at, visibleAt, raw }) => ({
          atMs: Date.parse(at),
          ...(visibleAt !== undefined && { visibleAtMs: Date.parse(visibleAt) }),
          raw: () => raw,
        }))
      : makeReportRows(wanted.report, wanted.seed, {
          count: wanted.count,
          from: new Date(wanted.from),
          to: new Date(wanted.to),
          lagMs: wanted.lagMs ?? 0,
          lineBreaks: wanted.lineBreaks ?? 0,
        });
  core.reports.add(wanted.report, rows);
  return rows.length;
}

export function changeRows(core: SimulatorCore, wanted: z.infer<typeof changeRowsRequest>): void {
  const { find, replace } = wanted;
  core.reports.change(wanted.report, (raw) => {
    if (!raw.includes(find)) return undefined;
    return replace === undefined ? '' : raw.replace(find, () => replace);
  });
}
