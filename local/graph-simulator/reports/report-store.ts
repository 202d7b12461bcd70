/**
 * The rows of the reports, in raw JSON and in the order of their time. The dial-out report has no rows of its own:
 * calls are kept, and a period's rows are added up when a period is requested.
 */
import { member, object } from '../generator/json-text.ts';
import { type ReportName, reportKinds, reportNames } from './report-kinds.ts';

export interface ReportRow {
  /** By this time Graph finds the row, and its UTC date is the day that the archive must have it under. */
  readonly atMs: number;
  /** From this time on Graph has it: reports lag by a day or two. Default: always. */
  readonly visibleAtMs?: number;
  /** Of one row, or, for the dial-out report, of one call: then without the totals. */
  readonly raw: () => string;
  /** Of a call for the dial-out report. */
  readonly dialOut?: { readonly seconds: number; readonly tenThousandths: number };
}

export interface ReportWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** What Graph has at that time. */
  readonly nowMs: number;
}

export interface ReportStore {
  add(report: ReportName, rows: readonly ReportRow[]): void;
  /** Puts another text in place of each row's for which `change` gives one; one that is empty removes the row. */
  change(report: ReportName, change: (raw: string) => string | undefined): void;
  /** The rows of a window, in the order of time, each to be made when it is needed. */
  find(report: ReportName, window: ReportWindow, toInclusive?: boolean): (() => string)[];
}

export function makeReportStore(): ReportStore {
  const rowsOf = new Map<ReportName, ReportRow[]>(reportNames.map((name) => [name, []]));

  return {
    add(report, rows) {
      const all = [...(rowsOf.get(report) ?? []), ...rows];
      rowsOf.set(
        report,
        all.sort((a, b) => a.atMs - b.atMs),
      );
    },
    change(report, change) {
      const changed = (rowsOf.get(report) ?? []).flatMap((row) => {
        const text = change(row.raw());
        if (text === undefined) return [row];
        return text === '' ? [] : [{ ...row, raw: () => text }];
      });
      rowsOf.set(report, changed);
    },
    find(report, { fromMs, toMs, nowMs }, toInclusive = reportKinds[report].toInclusive) {
      const found = (rowsOf.get(report) ?? []).filter(
        ({ atMs, visibleAtMs = 0 }) =>
          atMs >= fromMs && (toInclusive ? atMs <= toMs : atMs < toMs) && visibleAtMs <= nowMs,
      );
      return report === 'dial-out' ? addUp(found) : found.map(({ raw }) => raw);
    },
  };
}

/** One row for each user, location, destination context and currency. */
function addUp(calls: readonly ReportRow[]): (() => string)[] {
  const sums = new Map<string, { calls: number; seconds: number; tenThousandths: number }>();
  for (const { raw, dialOut = { seconds: 0, tenThousandths: 0 } } of calls) {
    const key = raw();
    const sum = sums.get(key) ?? { calls: 0, seconds: 0, tenThousandths: 0 };
    sums.set(key, {
      calls: sum.calls + 1,
      seconds: sum.seconds + dialOut.seconds,
      tenThousandths: sum.tenThousandths + dialOut.tenThousandths,
    });
  }
  return [...sums].map(([key, { calls: count, seconds, tenThousandths }]) => () => {
    const charge = `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
    return object(
      key.slice(1, -1),
      member('totalCalls', String(count)),
      member('totalCallSeconds', String(seconds)),
      member('totalCallCharge', charge),
    );
  });
}
