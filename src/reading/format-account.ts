/** The account of a call as text for people: the sentence, who was there, what was bad, and every figure if wanted. */
import { isKnownTime } from '../model/graph-time.ts';
import { formatDuration } from '../model/graph-value.ts';
import type { QualityCounts } from '../quality/call-evidence.ts';
import type { QualityFinding } from '../quality/call-quality.ts';
import { countOf } from './count-of.ts';
import { formatSession } from './format-session.ts';
import type { SessionAccount } from './session-account.ts';
import type { CallAccount } from './show-call.ts';
import { hanging, labelled, oneLine, tabbed, wrapAll } from './text-lines.ts';

export interface AccountLayout {
  /** Columns; 80 by default. */
  width?: number;
  /** Default: UTC, to the second. */
  formatTime?(time: Date): string;
  /** Everybody, everything that was bad, and every figure of every session. */
  all?: boolean;
}

/** As many as leave an ordinary call on one screen. */
const most: Limits = { people: 8, findings: 3, feedback: 2 };
const everything: Limits = { people: Infinity, findings: Infinity, feedback: Infinity };

type Limits = Record<'people' | 'findings' | 'feedback', number>;

export function formatAccount(account: CallAccount, layout: AccountLayout = {}): string[] {
  const { width = 80, all = false } = layout;
  const time = timeFormat(layout);
  const { sessions, quality } = account;
  return [
    ...wrapAll(quality.sentence, width),
    '',
    ...formatHead(account, width, time),
    '',
    ...formatPeople(account, (all ? everything : most).people, width, time),
    ...formatBad(account, all ? everything : most, width),
    ...(all ? [] : ['', 'Every figure of every session: add --all']),
    ...(all ? sessions : []).flatMap((session, i) => formatOneSession(session, i + 1, account, layout)),
  ];
}

/** One of the call's sessions, counted from 1, with every figure. */
export function formatOneSession(
  session: SessionAccount,
  number: number,
  { sessionCount }: CallAccount,
  layout: AccountLayout,
): string[] {
  const { width = 80 } = layout;
  return [
    '',
    ...formatSession(session, `Session ${number} of ${sessionCount}`, { width, time: timeFormat(layout) }),
  ];
}

function timeFormat({ formatTime = formatUtc }: AccountLayout): FormatTime {
  return (text) => (isKnownTime(text) ? formatTime(new Date(text)) : 'unknown');
}

type FormatTime = (text: string | undefined) => string;

function formatHead(account: CallAccount, width: number, time: FormatTime): string[] {
  const fact = (label: string, text: string | undefined) => (text ? labelled(label, text, width) : []);
  const { durationMs, endedAt } = account;
  const length = durationMs === undefined ? 'length unknown' : formatDuration(durationMs);
  return [
    `Call ${account.callId}, version ${account.version}`,
    ...fact('Started', time(account.startedAt)),
    ...fact('Ended', endedAt && `${time(endedAt)} (${length})`),
    ...fact('Type', [account.type ?? 'unknown', account.modalities.join(', ')].filter(Boolean).join(': ')),
    ...fact('Organizer', account.organizer ?? 'not named by Graph'),
    ...fact('Meeting', account.joinWebUrl),
    ...fact('Quality', sayCounts(account.quality.counts, account.sessionCount)),
  ];
}

/** `1 poor, 3 good, 2 without a verdict (streams); 1 of 2 sessions failed`. */
export function sayCounts(counts: QualityCounts, sessionCount: number): string {
  const { good, poor, unclassified, failedSessions } = counts;
  const failed = failedSessions > 0 ? `; ${failedSessions} of ${sessionCount} sessions failed` : '';
  return `${poor} poor, ${good} good, ${unclassified} without a verdict (streams)${failed}`;
}

function formatPeople({ people }: CallAccount, count: number, width: number, time: FormatTime): string[] {
  const isAll = count >= people.length;
  return [
    `Who was there (${countOf(people.length, 'person', 'people')})`,
    ...people.slice(0, count).flatMap(({ who, userPrincipalName, joined, left }) => {
      const name = userPrincipalName && userPrincipalName !== who ? `${who} <${userPrincipalName}>` : who;
      const stay = joined || left ? `${time(joined)} – ${time(left)}` : 'in no session with known times';
      return isAll ? tabbed(name, stay, width) : oneLine(name, stay, width);
    }),
    ...more(people.length, count),
  ];
}

function formatBad({ quality, feedback }: CallAccount, limits: Limits, width: number): string[] {
  const { findings, likely } = quality;
  const ruledOut = likely?.ruledOut ?? [];
  const lines = findings
    .slice(0, limits.findings)
    .flatMap((finding) => hanging(sayFinding(finding), width, 2));
  const said = feedback
    .slice(0, limits.feedback)
    .flatMap(({ who, text }) => hanging(`${who}: ${text}`, width, 2));
  return [
    ...(findings.length > 0 ? ['', 'What was bad', ...lines, ...more(findings.length, limits.findings)] : []),
    ...(ruledOut.length > 0 ? hanging(`Ruled out: ${ruledOut.join(', ')}`, width, 2) : []),
    ...(said.length > 0
      ? ['', 'What people said of it', ...said, ...more(feedback.length, limits.feedback)]
      : []),
  ];
}

/** What was bad, beyond which limit and by which rule. */
export function sayFinding({ kind, text, reason, ruleId, poor, of }: QualityFinding): string {
  if (kind !== 'poor') return ruleId ? `${text} (${ruleId})` : text;
  return `${text}: ${reason} (${ruleId}${of > 1 ? `, ${poor} of ${of} streams` : ''})`;
}

function more(count: number, shown: number): string[] {
  return count > shown ? [`  and ${count - shown} more: add --all`] : [];
}

function formatUtc(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
