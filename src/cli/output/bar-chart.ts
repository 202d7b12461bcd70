/** Numbers as bars in a terminal, one a line. */
import { clip, displayWidth, pad, printable } from '../../reading/display-text.ts';

export interface Bar {
  label: string;
  value: number;
}

/** A bar for each value; the longest fills the width. */
export function barChart(bars: readonly Bar[], width = 80): string[] {
  const labels = bars.map(({ label }) => clip(printable(label), Math.floor(width / 3)));
  const labelWidth = Math.max(0, ...labels.map(displayWidth));
  const values = bars.map(({ value }) => String(Math.round(value)));
  const valueWidth = Math.max(0, ...values.map((value) => value.length));
  const room = Math.max(1, width - labelWidth - valueWidth - 2);
  const max = Math.max(1, ...bars.map(({ value }) => value));
  return bars.map(({ value }, i) => {
    const bar = '█'.repeat(value > 0 ? Math.max(1, Math.round((value / max) * room)) : 0);
    return `${pad(labels[i] ?? '', labelWidth)} ${pad(values[i] ?? '', valueWidth, 'right')} ${bar}`.trimEnd();
  });
}
