/** Units of time in milliseconds. The simulator has its own, because it shares no code with the product. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
