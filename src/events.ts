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
  'intake.body-refused': [
    'warn',
    'A request body was not an envelope of notifications, came empty, or was too large.',
  ],
  'intake.queue-failed': ['error', 'The queue did not take a message in time; Graph was told to send again.'],
  'intake.memory-failed': [
    'warn',
    'The time of the last notifications could not be written for health; the notifications are safe.',
  ],
  'archiving.record-archived': ['info', 'A version of a call record is in the archive.'],
  'archiving.record-present': ['info', 'The version was in the archive already; nothing was written twice.'],
  'archiving.rows-completed': [
    'info',
    'A version that was archived without rows, by a run that was ended, has them now.',
  ],
  'archiving.record-unreadable': [
    'error',
    'A version that was archived without rows cannot be read, and has none.',
  ],
  'archiving.record-postponed': ['warn', 'Graph did not give the record; it is asked for again later.'],
  'archiving.record-paused': [
    'info',
    'A long record was left between two pages; another message resumes it there.',
  ],
  'archiving.record-refused': [
    'error',
    'Graph answered with something that is not a call record; it was kept aside.',
  ],
  'archiving.record-lost': ['error', 'Graph has forgotten the record before it could be archived.'],
  'archiving.record-failed': ['error', 'Archiving a record failed unforeseen; the queue tries it again.'],
  'archiving.requests-split': [
    'warn',
    'A packed message came a second time and was split, one message a record.',
  ],
  'archiving.people-failed': [
    'warn',
    'Who took part could not be written into the table People; the records are archived all the same.',
  ],
  'archiving.poison-noted': ['error', 'A message kept failing; its records are in the failure ledger.'],
  'subscription.kept': ['info', 'The subscription is valid; there was nothing to do.'],
  'subscription.renewed': ['info', 'The subscription was renewed.'],
  'subscription.created': ['warn', 'A subscription was created.'],
  'subscription.removed': ['warn', 'A surplus or outdated subscription of this app was removed.'],
  'subscription.failed': ['error', 'The subscription could not be kept; the facts say why and what to do.'],
  'subscription.event-ignored': [
    'info',
    'A lifecycle event asked for something already done, or is not ours.',
  ],
  'reconciling.started': ['info', 'A reconcile compares what Graph has with the archive.'],
  'reconciling.completed': ['info', 'A reconcile finished; what was missing is requested.'],
  'reconciling.paused': ['info', 'Listing stopped between two pages; a message resumes it.'],
  'reconciling.busy': ['info', 'Another run is listing Graph’s calls; this one comes later.'],
  'reconciling.covered': ['info', 'A later run has already done what this request asked for.'],
  'reconciling.broken-off': [
    'warn',
    'Graph failed while it listed calls: a message tries again later, or a day was left out.',
  ],
  'reconciling.failed': ['error', 'Graph’s calls could not be listed; the facts say why.'],
  'reconciling.calls-expiring': [
    'error',
    'Calls that are not archived have less than 72 hours to live in Graph.',
  ],
  'reconciling.recounted': ['info', 'Calls about to be forgotten that are not archived were recounted.'],
  'reconciling.record-lost': ['error', 'Graph has forgotten a record of the failure ledger.'],
  'reconciling.backfill-asked': ['info', 'An operator requested a window of calls, or calls by id.'],
  'reconciling.backfill-completed': ['info', 'A backfill finished; what was missing is requested.'],
  'reconciling.redriven': ['info', 'An operator requested again what the failure ledger holds.'],
  'upkeep.readme-written': [
    'info',
    'The README that explains the archive was written at the root of its container.',
  ],
  'upkeep.readme-failed': [
    'warn',
    'That README could not be read or written; the next reconcile tries again.',
  ],
  'health.checked': ['info', 'The checks behind /api/health were made.'],
  'health.check-warned': ['warn', 'A check found something that will put data at risk if ignored.'],
  'health.check-failed': ['error', 'A check failed: data are at risk. The facts say which, and what to do.'],
  'reporting.window-read': [
    'info',
    'Some days of a call report were read; those that changed have a new run.',
  ],
  'reporting.completed': ['info', 'A call report is archived as far as it was due.'],
  'reporting.paused': ['info', 'The time of a run is over; a message resumes the call report.'],
  'reporting.busy': ['info', 'Another run reads the call reports now; it takes on what is left.'],
  'reporting.edge-found': ['info', 'Graph does not go back further with a call report.'],
  'reporting.rows-set-aside': [
    'warn',
    'Rows of a call report have no time, so that no day is theirs; they were kept aside.',
  ],
  'reporting.failed': ['error', 'Days of a call report could not be read; the facts say why and what to do.'],
  'sealing.sealed': [
    'info',
    'A seal was written; its number and SHA-256, kept elsewhere, are an anchor that nobody can move.',
  ],
  'sealing.paused': ['info', 'The time of a part is over, or its seal is full; a message resumes the run.'],
  'sealing.busy': ['info', 'Another run seals now; this one comes later.'],
  'sealing.requested': ['info', 'An operator asked for days to be sealed now.'],
  'sealing.nothing-claimed': [
    'warn',
    'An operator asked for days before the first that the archive claims; there is nothing to seal.',
  ],
  'sealing.failed': ['error', 'A part of sealing ended without a seal; the queue tries it again.'],
  'sealing.calls-missing': ['error', 'Calls that Graph listed are nowhere in the archive as it was sealed.'],
  'sealing.changes-unexplained': [
    'error',
    'Files of a sealed day were altered, removed or added without a reason.',
  ],
  'sealing.manifest-damaged': ['error', 'A manifest that a seal names is gone, damaged or another one.'],
  'sealing.list-damaged': [
    'warn',
    'A list of Graph’s calls that was kept cannot be read; an older one is used.',
  ],
  'sealing.file-damaged': [
    'error',
    'A file of a day to be sealed cannot be unpacked; it was sealed as it is.',
  ],
  'sealing.chain-broken': ['error', 'The chain of seals is not what is remembered of it.'],
  'sealing.stamped': ['info', 'A seal has its time stamp.'],
  'sealing.stamp-failed': ['warn', 'The time-stamp authority gave no stamp; later runs ask again.'],
  'sealing.poisoned': ['error', 'A message of the work queue kept failing, and was put aside.'],
  'tables.part-made': [
    'info',
    'A part of a day’s tables was made; or it was there already, or is there newer.',
  ],
  'tables.day-cut': ['info', 'A day’s tables are made in several parts, a message each.'],
  'tables.file-damaged': [
    'error',
    'A file of a sealed day cannot be read; its rows are missing from the tables.',
  ],
  'tables.failed': ['error', 'A part of a day’s tables was not made; the queue tries it again.'],
  'web.gate-opened': [
    'info',
    'The platform’s sign-in stands before the readers’ app: it was tried out, and pages are shown.',
  ],
  'web.gate-closed': [
    'error',
    'It could not be shown that nobody can bypass the sign-in; readers are shown nothing.',
  ],
  'web.answer-failed': [
    'error',
    'A request of a reader ended unforeseen; the page that was shown instead names the id.',
  ],
  'web.storage-away': ['warn', 'Storage throttled or did not answer; a reader was asked to try again.'],
  'web.access-log-failed': [
    'error',
    'A look could not be written into the access log; the reader was shown nothing.',
  ],
} as const satisfies Record<string, readonly [EventLevel, string]>;

export type EventName = keyof typeof list;

export const events: Readonly<Record<EventName, readonly [EventLevel, string]>> = list;
