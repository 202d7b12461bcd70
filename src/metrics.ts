/** Every metric that the app sends, with its meaning and the events it is made from. Names are `room.what-is-measured`. */
import type { EventName } from './events.ts';

export interface Metric {
  unit: 'milliseconds' | 'records' | 'items';
  /** What its values are told apart by. Few values each: every combination is sent by itself. */
  dimensions: readonly string[];
  meaning: string;
  /** The events that it is made of: the fact that is its value, or 1 for each event. Absent: measured on its own. */
  of?: Partial<Record<EventName, string | 1>>;
}

const metricList = {
  'intake.notifications': {
    unit: 'items',
    dimensions: [],
    meaning: 'Change notifications that Graph posted.',
    of: { 'intake.notifications-received': 'items' },
  },
  'intake.dropped': {
    unit: 'items',
    dimensions: ['reason'],
    meaning: 'Of them, those that were left out.',
    of: { 'intake.notification-dropped': 'count' },
  },
  'archiving.archived': {
    unit: 'records',
    dimensions: ['reason'],
    meaning: 'Versions of call records that came into the archive.',
    of: { 'archiving.record-archived': 1 },
  },
  'archiving.lag': {
    unit: 'milliseconds',
    dimensions: ['reason'],
    meaning: 'From the end of the call until it was archived.',
    of: { 'archiving.record-archived': 'lag_ms' },
  },
  'archiving.classified-streams': {
    unit: 'items',
    dimensions: [],
    meaning: 'Media streams with a verdict in the versions that came into the archive.',
    of: { 'archiving.record-archived': 'classified_streams' },
  },
  'archiving.poor-streams': {
    unit: 'items',
    dimensions: [],
    meaning: 'Those of them that are poor by Microsoft’s limits.',
    of: { 'archiving.record-archived': 'poor_streams' },
  },
  'archiving.setbacks': {
    unit: 'records',
    dimensions: ['meaning'],
    meaning: 'Runs at a record that ended without it; each that is not refused or lost is one retry.',
    of: {
      'archiving.record-postponed': 1,
      'archiving.record-paused': 1,
      'archiving.record-refused': 1,
      'archiving.record-lost': 1,
    },
  },
  'archiving.lost': {
    unit: 'records',
    dimensions: [],
    meaning: 'Records that Graph has forgotten before they were archived.',
    of: { 'archiving.record-lost': 1, 'reconciling.record-lost': 1 },
  },
  'archiving.poisoned': {
    unit: 'records',
    dimensions: ['kind'],
    meaning: 'Records of messages that kept failing.',
    of: { 'archiving.poison-noted': 'records' },
  },
  'reconciling.requested': {
    unit: 'records',
    dimensions: ['scope'],
    meaning: 'Records that a run found missing or outdated, and asked for.',
    of: { 'reconciling.completed': 'requested' },
  },
  'reconciling.expiring-unarchived': {
    unit: 'records',
    dimensions: [],
    meaning: 'Calls with less than 72 hours to live that are not archived although they were asked for.',
    of: { 'reconciling.recounted': 'expiring' },
  },
  'reporting.rows': {
    unit: 'items',
    dimensions: ['report'],
    meaning: 'Rows of call reports that Graph gave, those of days read again included.',
    of: { 'reporting.window-read': 'rows' },
  },
  'reporting.setbacks': {
    unit: 'items',
    dimensions: ['report'],
    meaning: 'Windows of call reports that could not be read.',
    of: { 'reporting.failed': 1 },
  },
  'health.pending-records': {
    unit: 'records',
    dimensions: [],
    meaning: 'Rows of the failure ledger that are asked for again.',
    of: { 'health.checked': 'pending' },
  },
  'health.refused-records': {
    unit: 'records',
    dimensions: [],
    meaning: 'Rows of the failure ledger that Graph refused.',
    of: { 'health.checked': 'refused' },
  },
  'health.poison-messages': {
    unit: 'items',
    dimensions: [],
    meaning: 'Messages in the poison queue.',
    of: { 'health.checked': 'poison_messages' },
  },
  'graph.request-time': {
    unit: 'milliseconds',
    dimensions: ['request', 'status'],
    meaning: 'How long Graph took for a request, to the last byte of its answer.',
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metricList;

export const metrics: Readonly<Record<MetricName, Metric>> = metricList;
