/** The account of a call as text for people, in lines that fit the width. */
import { isKnownTime } from '../model/graph-time.ts';
import { formatDuration } from '../model/graph-value.ts';
import { clip, displayWidth, pad, printable, wrap } from './display-text.ts';
import type { SessionAccount } from './session-account.ts';
import type { CallAccount } from './show-call.ts';

export interface AccountLayout {
  /** Columns; 80 by default. */
  width?: number;
  /** Default: UTC, to the second. */
  formatTime?(time: Date): string;
}

const labelWidth = 11;

export function formatAccount(account: CallAccount, layout: AccountLayout = {}): string[] {
  const { width = 80, formatTime = formatUtc } = layout;
  const time = (text: string | undefined) => (isKnownTime(text) ? formatTime(new Date(text)) : 'unknown');
  const fact = (label: string, text: string | undefined) => (text ? labelled(label, text, width) : []);
  const { sessions, people } = account;
  const failed = sessions.filter(hasFailed).length;
  return [
    `Call ${account.callId}, version ${account.version}`,
    ...fact('Started', time(account.startedAt)),
    ...fact('Ended', account.endedAt && `${time(account.endedAt)} (${durationOf(account)})`),
    ...fact('Type', [account.type ?? 'unknown', account.modalities.join(', ')].filter(Boolean).join(': ')),
    ...fact('Organizer', account.organizer ?? 'not named by Graph'),
    ...fact('Meeting', account.joinWebUrl),
    ...fact('Failed', failed > 0 ? `${failed} of ${sessions.length} sessions` : undefined),
    '',
    `${people.length} people`,
    ...people.flatMap(({ who, userPrincipalName, joined, left }) => {
      const name = userPrincipalName && userPrincipalName !== who ? `${who} <${userPrincipalName}>` : who;
      const stay = joined ? `${time(joined)} – ${time(left)}` : 'in no session';
      return tabbed(name, stay, width);
    }),
    ...sessions.flatMap((session, i) => [
      '',
      ...formatSession(session, `Session ${i + 1} of ${sessions.length}`, { width, time }),
    ]),
  ];
}

function formatSession(
  session: SessionAccount,
  title: string,
  { width, time }: { width: number; time(text: string | undefined): string },
): string[] {
  const fact = (label: string, text: string | undefined) => (text ? labelled(`  ${label}`, text, width) : []);
  return [
    title,
    ...fact('When', `${time(session.from)} – ${time(session.to)} (${durationOf(session)})`),
    ...fact('Between', `${session.caller} → ${session.callee}`),
    ...fact('With', session.modalities.join(', ')),
    ...fact('FAILED', session.failure),
    ...Object.entries(session.details).flatMap(([label, text]) => hanging(`${label}: ${text}`, width)),
  ];
}

function hasFailed({ failure, details }: SessionAccount): boolean {
  return failure !== undefined || Object.keys(details).some((label) => label.endsWith('failure'));
}

function durationOf({ durationMs }: { durationMs: number | undefined }): string {
  return durationMs === undefined ? 'length unknown' : formatDuration(durationMs);
}

function labelled(label: string, text: string, width: number): string[] {
  const lines = wrapAll(text, width - labelWidth);
  return lines.map((line, i) => `${pad(i === 0 ? label : '', labelWidth)}${line}`);
}

function hanging(text: string, width: number): string[] {
  return wrapAll(text, width - 6).map((line, i) => (i === 0 ? `    ${line}` : `      ${line}`));
}

/** Two columns side by side if they fit, else one below the other. */
function tabbed(left: string, right: string, width: number): string[] {
  const half = width - right.length - 4;
  if (displayWidth(printable(left)) <= half) return [`  ${pad(printable(left), half)}  ${right}`];
  return [...wrapAll(left, width - 2).map((line) => `  ${line}`), `    ${right}`];
}

/** Longer words are broken, not clipped: an address must stay complete. */
function wrapAll(text: string, width: number): string[] {
  return wrap(printable(text), width).flatMap((line) => {
    const pieces: string[] = [];
    for (let rest = line; rest !== ''; ) {
      const piece = clip(rest, width);
      const kept = piece === rest ? rest : piece.slice(0, -1);
      pieces.push(kept);
      rest = rest.slice(kept.length);
    }
    return pieces;
  });
}

function formatUtc(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
