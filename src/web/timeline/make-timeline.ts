/** What people heard, said, saw and showed in a call, over time: the data of the picture, and of the table beside it. */
import { dayMs, secondMs } from '../../model/durations.ts';
import { knownTimeMs, parseGraphTimeMs } from '../../model/graph-time.ts';
import { formatDuration } from '../../model/graph-value.ts';
import type { Verdict } from '../../quality/classify-stream.ts';
import { kindOfMedia } from '../../quality/stream-rules.ts';
import type { SessionAccount } from '../../reading/session-account.ts';
import type { StreamAccount } from '../../reading/stream-account.ts';

export const lanes = ['heard', 'said', 'saw', 'showed'] as const;
export type Lane = (typeof lanes)[number];

export interface Timeline {
  /** ISO 8601 UTC; bars and marks lie between. */
  from: string;
  to: string;
  rows: TimelineRow[];
}

export interface TimelineRow {
  key: string;
  who: string;
  /** In the order of their lanes, then of time. */
  bars: TimelineBar[];
  /** In the order of time. */
  marks: TimelineMark[];
  /** How many bars and marks more there are than are shown. */
  further: number;
}

export interface TimelineBar {
  lane: Lane;
  media: string;
  from: string;
  to: string;
  /** Of whom they heard or saw, to whom they said or showed. */
  other: string;
  verdict: Verdict;
  /** `round trip 612 ms > 500 ms`. */
  reason: string;
  ruleId: string | null;
}

export interface TimelineMark {
  what: 'joined' | 'left' | 'gap' | 'failed' | 'feedback';
  from: string;
  /** Of a gap its end, else as `from`. */
  to: string;
  text: string;
}

export interface CallToDraw {
  /** Rows, in this order. */
  people: readonly { key: string; who: string }[];
  /** Those in which they are. */
  sessions: readonly SessionAccount[];
  /** Of the call, ISO 8601. */
  startedAt: string;
  endedAt: string | undefined;
}

/** A call whose record does not know its start or end is drawn as far as its sessions go, and no further than this. */
const maxLengthMs = 7 * dayMs;
/** Somebody who comes back sooner was not away. */
const minGapMs = 5 * secondMs;
/** More of one person cannot be told apart. */
const maxBars = 120;
const maxMarks = 60;

interface SpanMs {
  from: number;
  to: number;
}

export function makeTimeline({ people, sessions, startedAt, endedAt }: CallToDraw): Timeline {
  const span = spanOfCall(startedAt, endedAt, sessions);
  const byKey = groupByKey(sessions);
  return {
    from: formatTime(span.from),
    to: formatTime(span.to),
    rows: people.map(({ key, who }) => {
      const own = byKey.get(key) ?? [];
      const bars = own.flatMap(({ streams }) => streams.flatMap((stream) => barsOf(stream, key, span)));
      const marks = [...staysOf(own, span), ...own.flatMap((session) => eventsOf(session, key, span))];
      return {
        key,
        who,
        bars: bars.sort(byLane).slice(0, maxBars),
        marks: marks.sort((one, other) => compare(one.from, other.from)).slice(0, maxMarks),
        further: Math.max(0, bars.length - maxBars) + Math.max(0, marks.length - maxMarks),
      };
    }),
  };
}

function groupByKey(sessions: readonly SessionAccount[]): Map<string, SessionAccount[]> {
  const byKey = new Map<string, SessionAccount[]>();
  for (const session of sessions) {
    for (const key of new Set([session.callerKey, session.calleeKey])) {
      if (key === undefined) continue;
      const known = byKey.get(key);
      if (known) known.push(session);
      else byKey.set(key, [session]);
    }
  }
  return byKey;
}

function spanOfCall(
  startedAt: string,
  endedAt: string | undefined,
  sessions: readonly SessionAccount[],
): SpanMs {
  const starts = sessions.map((session) => knownTimeMs(session.from) ?? Number.POSITIVE_INFINITY);
  const first = starts.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const from = knownTimeMs(startedAt) ?? (Number.isFinite(first) ? first : 0);
  const ends = sessions.map((session) => knownTimeMs(session.to) ?? from);
  const last = knownTimeMs(endedAt) ?? ends.reduce((one, other) => Math.max(one, other), from);
  return { from, to: Math.max(from + secondMs, Math.min(last, from + maxLengthMs)) };
}

/** `undefined` where a time is not known or nothing of it lies within the call. */
function spanWithin(from: string | undefined, to: string | undefined, call: SpanMs): SpanMs | undefined {
  const [start, end] = [parseGraphTimeMs(from), parseGraphTimeMs(to)];
  if (start === undefined || end === undefined || end < start) return undefined;
  const within = { from: Math.max(start, call.from), to: Math.min(end, call.to) };
  return within.from <= within.to ? within : undefined;
}

/** Two for a stream that somebody sends to themselves, as in a test call. */
function barsOf(stream: StreamAccount, key: string, call: SpanMs): TimelineBar[] {
  const kind = kindOfMedia(stream.media);
  const span = spanWithin(stream.from, stream.to, call);
  if (!kind || !span) return [];
  const { media, verdict, reason, ruleId = null } = stream;
  const bar = (lane: Lane, other: string): TimelineBar => ({
    lane,
    media,
    from: formatTime(span.from),
    to: formatTime(span.to),
    other,
    verdict,
    reason,
    ruleId,
  });
  const [received, sent] = kind === 'audio' ? (['heard', 'said'] as const) : (['saw', 'showed'] as const);
  return [
    ...(stream.receiverKey === key ? [bar(received, stream.sentBy)] : []),
    ...(stream.senderKey === key ? [bar(sent, stream.receivedBy)] : []),
  ];
}

/** From when to when somebody was there, sessions that overlap as one, and the gaps between. */
function staysOf(sessions: readonly SessionAccount[], call: SpanMs): TimelineMark[] {
  const spans = sessions.flatMap(({ from, to }) => spanWithin(from, to, call) ?? []);
  const stays: SpanMs[] = [];
  for (const span of spans.sort((one, other) => one.from - other.from)) {
    const last = stays.at(-1);
    if (last && span.from - last.to < minGapMs) last.to = Math.max(last.to, span.to);
    else stays.push({ ...span });
  }
  return stays.flatMap((stay, i) => {
    const before = stays[i - 1];
    const gap = before && mark('gap', { from: before.to, to: stay.from }, sayAway(before, stay));
    return [
      ...(gap ? [gap] : []),
      mark('joined', { from: stay.from, to: stay.from }, i === 0 ? 'joined' : 'came back'),
      mark('left', { from: stay.to, to: stay.to }, 'left'),
    ];
  });
}

function sayAway(before: SpanMs, after: SpanMs): string {
  return `away for ${formatDuration(after.from - before.to)}`;
}

/** What failed, and what this person said of it afterwards, at the end of the session. */
function eventsOf(session: SessionAccount, key: string, call: SpanMs): TimelineMark[] {
  const span = spanWithin(session.from, session.to, call);
  if (!span) return [];
  const end = { from: span.to, to: span.to };
  const feedback = session.details.filter(
    ({ what, side }) => what === 'feedback' && side !== undefined && session[`${side}Key`] === key,
  );
  const failures = session.failure ?? session.details.find(({ what }) => what === 'failure')?.text;
  return [
    ...(failures === undefined ? [] : [mark('failed', end, failures)]),
    ...feedback.map(({ text }) => mark('feedback', end, text)),
  ];
}

function mark(what: TimelineMark['what'], { from, to }: SpanMs, text: string): TimelineMark {
  return { what, from: formatTime(from), to: formatTime(to), text };
}

function byLane(one: TimelineBar, other: TimelineBar): number {
  return lanes.indexOf(one.lane) - lanes.indexOf(other.lane) || compare(one.from, other.from);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
