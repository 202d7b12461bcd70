/** Units of time in milliseconds. The simulator has its own, because it shares no code with the product. */
export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
