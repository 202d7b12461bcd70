/** The national clouds in which Graph has call records, each with its Graph origin (graph-facts §6). */
export const clouds = {
  global: 'https://graph.microsoft.com',
  'usgov-high': 'https://graph.microsoft.us',
  'usgov-dod': 'https://dod-graph.microsoft.us',
} as const;

export type CloudName = keyof typeof clouds;
