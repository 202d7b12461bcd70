/** What an operator may say about files that are gone from the days to be sealed. */
export const removalReasons = ['erasure', 'retention'] as const;

export type RemovalReason = (typeof removalReasons)[number];
