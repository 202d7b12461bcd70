/**
 * What can be set about a simulator, and what holds when nothing is said. Most of it can be changed while it
 * runs, through `configure`.
 */
import { randomUUID } from 'node:crypto';
import type { ReportName } from './reports/report-kinds.ts';
import { documentedLimits, type Limit } from './throttling.ts';

/** The tenant, unless another is given. */
export const simulatedTenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

export interface PagingSettings {
  /** Graph's maxima. https://learn.microsoft.com/graph/api/callrecords-callrecord-get */
  sessions: number;
  participants: number;
  records: number;
  subscriptions: number;
  /** Segments of one session a page; Graph documents no limit. */
  segments: number;
  /** Numbers of the pages (0 is the first) that are served without items. */
  emptySessionPages: readonly number[];
  emptyParticipantPages: readonly number[];
  /** Where the next link stands, seen from the array it belongs to; `documented` is as in Microsoft's examples. */
  linkPlacement: 'documented' | 'before' | 'after';
  /** What a page link answers after a newer version has appeared. */
  staleLink: 'new-version' | 'gone' | 'not-found';
}

export interface NotificationSettings {
  /** Notifications in one POST at most. */
  batchSize: number;
  /** How often each notification is sent beyond the first time. */
  duplicates: number;
  shuffle: boolean;
  /** Share of notifications that Graph forgets, 0 to 1. */
  lose: number;
  /** Pauses before the second, third, … try; after the last the notifications are lost. */
  retryDelaysMs: readonly number[];
  /** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: 3 s, on retries 10 s */
  timeoutMs: number;
  retryTimeoutMs: number;
}

export interface ReportSettings {
  /** Rows a page. https://learn.microsoft.com/graph/api/callrecords-callrecord-getpstncalls */
  pageSize: number;
  /** Microsoft states no order. */
  order: 'oldest-first' | 'newest-first';
  /** Reports that this cloud does not have. */
  notOffered: readonly ReportName[];
  /** A window that begins earlier is refused. */
  keptDays: number;
}

export interface SubscriptionSettings {
  maxMinutes: number;
  minMinutes: number;
  quota: number;
  validationTimeoutMs: number;
}

export interface Settings {
  readonly tenantId: string;
  readonly appId: string;
  /** The user-assigned identity; undefined lets every client id pass. */
  readonly clientId: string | undefined;
  readonly identityHeader: string;
  readonly tokenLifetimeSeconds: number;
  readonly seed: number;
  /** The clock of calls, lists, subscriptions and limits. */
  readonly now: () => Date;
  /** The clock of its clients: by it tokens expire and answers have their date. */
  readonly clientNow: () => Date;
  /** White space between the tokens of every record answer's envelope. */
  pretty: boolean;
  /** List refuses a start older than 30 days with 400. */
  refuseOldList: boolean;
  /** By so much the Date header of every answer is ahead. */
  clockAheadMs: number;
  /** The one resource that the tenant's directory knows, such as the Graph of its cloud; undefined lets every one pass. */
  knownResource: string | undefined;
  readonly paging: PagingSettings;
  readonly notifications: NotificationSettings;
  readonly subscriptions: SubscriptionSettings;
  readonly reports: ReportSettings;
}

/** Some of the settings; what is undefined stays as it is. */
type Some<T> = { readonly [name in keyof T]?: T[name] | undefined };

export interface ChangeableOptions {
  readonly pretty?: boolean | undefined;
  readonly refuseOldList?: boolean | undefined;
  readonly clockAheadMs?: number | undefined;
  readonly knownResource?: string | undefined;
  /** `off`, the documented limits, or a table of one's own. */
  readonly throttling?: 'off' | 'documented' | readonly Limit[] | undefined;
  readonly paging?: Some<PagingSettings> | undefined;
  readonly notifications?: Some<NotificationSettings> | undefined;
  readonly subscriptions?: Some<SubscriptionSettings> | undefined;
  readonly reports?: Some<ReportSettings> | undefined;
}

export interface GraphSimulatorOptions extends ChangeableOptions {
  readonly port?: number;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly identityHeader?: string;
  readonly tokenLifetimeSeconds?: number;
  readonly seed?: number;
  /** As `clientNow` unless told otherwise. */
  readonly now?: () => Date;
  /** The real clock unless told otherwise. */
  readonly clientNow?: () => Date;
}

export function makeSettings(options: GraphSimulatorOptions): Settings {
  const { clientNow = () => new Date() } = options;
  const settings: Settings = {
    tenantId: options.tenantId ?? simulatedTenantId,
    appId: options.clientId ?? 'a99b0c2d-0000-4000-8000-0000000000bb',
    clientId: options.clientId,
    identityHeader: options.identityHeader ?? randomUUID(),
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 24 * 60 * 60,
    seed: options.seed ?? 1,
    now: options.now ?? clientNow,
    clientNow,
    pretty: false,
    refuseOldList: false,
    clockAheadMs: 0,
    knownResource: undefined,
    paging: {
      sessions: 60,
      participants: 130,
      records: 60,
      subscriptions: 20,
      segments: Number.POSITIVE_INFINITY,
      emptySessionPages: [],
      emptyParticipantPages: [],
      linkPlacement: 'documented',
      staleLink: 'new-version',
    },
    notifications: {
      batchSize: 100,
      duplicates: 0,
      shuffle: false,
      lose: 0,
      retryDelaysMs: [50, 100, 200, 400, 800, 1600, 3200],
      timeoutMs: 3_000,
      retryTimeoutMs: 10_000,
    },
    subscriptions: { maxMinutes: 4_230, minMinutes: 45, quota: 100, validationTimeoutMs: 10_000 },
    reports: {
      pageSize: 1000,
      order: 'oldest-first',
      notOffered: [],
      keptDays: Number.POSITIVE_INFINITY,
    },
  };
  changeSettings(settings, options);
  return settings;
}

export function changeSettings(settings: Settings, options: ChangeableOptions): void {
  settings.pretty = options.pretty ?? settings.pretty;
  settings.refuseOldList = options.refuseOldList ?? settings.refuseOldList;
  settings.clockAheadMs = options.clockAheadMs ?? settings.clockAheadMs;
  settings.knownResource = options.knownResource ?? settings.knownResource;
  assign(settings.paging, options.paging);
  assign(settings.notifications, options.notifications);
  assign(settings.subscriptions, options.subscriptions);
  assign(settings.reports, options.reports);
}

function assign<T extends object>(settings: T, changes: Some<T> = {}): void {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  Object.assign(settings, Object.fromEntries(given));
}

export function limitsOf(throttling: NonNullable<ChangeableOptions['throttling']>): readonly Limit[] {
  if (throttling === 'off') return [];
  return throttling === 'documented' ? documentedLimits : throttling;
}
