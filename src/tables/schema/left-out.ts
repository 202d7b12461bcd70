/** The members of Graph's schema that knowingly have no column, with the reason. They do not count as unmapped. */
export const leftOut: readonly { path: string; why: string }[] = [
  {
    path: 'sessions[].segments[].{caller,callee}',
    why: 'repeats the session’s; who it was, client and role stand with each stream',
  },
  {
    path: 'sessions[].{caller,callee}.identity',
    why: 'the same person as `associatedIdentity`, which takes its place',
  },
];
