/** The rows of `ArchiveState` in which intake leaves when it last took notifications, dropped some, or failed. */
export const intakeRows = {
  /** Valid notifications are in the queue. */
  accepted: 'intake-accepted',
  /** Items were left out; `reason` says why. */
  dropped: 'intake-dropped',
  /** The queue did not take them; Graph was told to send again. */
  failed: 'intake-failed',
} as const;

export type IntakeOutcome = keyof typeof intakeRows;
