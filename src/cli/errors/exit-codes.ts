/** The meanings of the CLI's exit codes. Fixed: scripts rely on the numbers. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done, and nothing to complain of' },
  unexpected: { code: 1, meaning: 'something failed, or a check of the doctor did' },
  usage: { code: 2, meaning: 'the command was given wrongly' },
  'not-found': { code: 3, meaning: 'what was asked for is not there' },
  permission: { code: 4, meaning: 'the key or the account may not do this' },
  integrity: { code: 5, meaning: 'a record is not what was archived' },
  gap: { code: 6, meaning: 'calls are missing, or at risk of being lost' },
  throttled: { code: 7, meaning: 'too many requests; the command can be repeated later' },
} as const;

export type ExitName = keyof typeof exitCodes;
