/** Every event that the app notes, with its level and one line of meaning. Names are `room.what-happened`. */

export type EventLevel = 'info' | 'warn' | 'error';

const list = {
  'intake.notifications-received': [
    'info',
    'Graph posted change notifications; the valid ones are on their way into the queue.',
  ],
  'intake.notification-dropped': ['warn', 'An item of a batch was not ours or not valid, and was left out.'],
  'intake.lifecycle-received': [
    'info',
    'Graph posted lifecycle notifications; the valid ones are on their way into the queue.',
  ],
  'intake.lifecycle-ignored': [
    'warn',
    'A lifecycle notification was not ours or not known, and was left out.',
  ],
  'intake.body-refused': ['warn', 'A request body was no envelope of notifications, or too large.'],
  'intake.queue-failed': ['error', 'The queue did not take a message in time; Graph was told to send again.'],
  'archiving.record-archived': ['info', 'A version of a call record is in the archive.'],
  'archiving.record-present': ['info', 'The version was in the archive already; nothing was written twice.'],
  'archiving.record-postponed': ['warn', 'Graph did not give the record; it is asked for again later.'],
  'archiving.record-paused': [
    'info',
    'A long record was left between two pages; another message goes on with it.',
  ],
  'archiving.record-refused': [
    'error',
    'Graph answered with something that is no call record; it was kept aside.',
  ],
  'archiving.record-lost': ['error', 'Graph has forgotten the record before it could be archived.'],
  'archiving.record-failed': ['error', 'Archiving a record failed unforeseen; the queue tries it again.'],
  'archiving.requests-split': [
    'warn',
    'A packed message came a second time and was split, one message a record.',
  ],
  'archiving.poison-noted': ['error', 'A message kept failing; its records are in the failure ledger.'],
  'subscription.kept': ['info', 'The subscription is valid; nothing was to be done.'],
  'subscription.renewed': ['info', 'The subscription was renewed.'],
  'subscription.created': ['warn', 'A subscription was created.'],
  'subscription.removed': ['warn', 'A subscription of this app that was too many or outdated was removed.'],
  'subscription.failed': ['error', 'The subscription could not be kept; the facts say why and what to do.'],
  'subscription.event-ignored': ['info', 'A lifecycle event asked for what was done already or is not ours.'],
  'reconciling.started': ['info', 'What Graph has is being compared with the archive.'],
  'reconciling.completed': ['info', 'A reconcile came to its end; what was missing is asked for.'],
  'reconciling.paused': ['info', 'Listing stopped between two pages; a message goes on with it.'],
  'reconciling.busy': ['info', 'Another run lists Graph’s calls now; this one comes later.'],
  'reconciling.settled': ['info', 'A reconcile was asked for that a later run has done already.'],
  'reconciling.broken-off': ['warn', 'Graph failed while its calls were listed; it is asked again later.'],
  'reconciling.failed': ['error', 'Graph’s calls could not be listed; the facts say why.'],
  'reconciling.calls-expiring': [
    'error',
    'Calls that are not archived have less than 72 hours to live in Graph.',
  ],
  'reconciling.recounted': ['info', 'Calls about to be forgotten that are not archived were counted again.'],
  'reconciling.record-lost': ['error', 'Graph has forgotten a record that stood in the failure ledger.'],
  'reconciling.backfill-asked': ['info', 'An operator asked for a window of calls, or for calls by id.'],
  'reconciling.backfill-completed': ['info', 'A backfill came to its end; what was missing is asked for.'],
  'reconciling.redriven': ['info', 'An operator asked again for what the failure ledger holds.'],
} as const satisfies Record<string, readonly [EventLevel, string]>;

export type EventName = keyof typeof list;

export const events: Readonly<Record<EventName, readonly [EventLevel, string]>> = list;
