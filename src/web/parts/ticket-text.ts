/** What a helpdesk person pastes into a ticket: the call in plain text. */
import { formatDuration } from '../../model/graph-value.ts';
import { formatSeconds } from '../../reading/call-texts.ts';
import { sayFinding } from '../../reading/format-account.ts';
import { hanging, labelled, wrapAll } from '../../reading/text-lines.ts';
import type { ShownCall } from '../seen/seen-calls.ts';
import { sayKind } from './say-kind.ts';
import { shownText } from './shown-text.ts';
import { sayDay } from './trust-line.ts';

const width = 100;
const maxPeople = 8;
const maxLines = 5;
/** Long enough for every sentence, whatever people are called. */
const maxText = 1000;

/** Times are of `zone`. Each line is at most 100 columns wide. */
export function ticketText(call: ShownCall, zone: string): string {
  const fact = (label: string, text: string | undefined) =>
    text ? labelled(label, shownText(text, maxText), width) : [];
  const list = (title: string, texts: readonly string[], total: number) =>
    texts.length === 0
      ? []
      : [
          '',
          title,
          ...texts.flatMap((text) => hanging(shownText(text, maxText), width, 2)),
          ...more(total - texts.length),
        ];
  const time = (text: string) => `${formatSeconds(new Date(text), zone)} (${zone})`;
  const { durationMs, endedAt, trust, people, findings, feedback } = call;
  const length = durationMs === undefined ? 'length unknown' : formatDuration(durationMs);
  const names = people.shown.slice(0, maxPeople).map(({ who }) => shownText(who));
  return [
    ...wrapAll(shownText(call.sentence, maxText), width),
    '',
    ...fact('Call', `${call.callId}, version ${call.version}`),
    ...fact('Started', time(call.startedAt)),
    ...fact('Ended', endedAt && `${time(endedAt)}, after ${length}`),
    ...fact('Type', sayKind(call.type, call.modalities)),
    ...fact('Organizer', call.organizer),
    ...list(`Who was there (${people.total})`, names, people.total),
    ...list(
      'What was bad',
      findings.slice(0, maxLines).map(sayFinding),
      findings.length + call.furtherFindings,
    ),
    ...list(
      'What people said of it',
      feedback.slice(0, maxLines).map(({ who, text }) => `${who}: ${text}`),
      feedback.length + call.furtherFeedback,
    ),
    '',
    ...fact('Archived', `${trust.archivedAt ? time(trust.archivedAt) : 'not known when'}; ${sayDay(trust)}`),
    ...fact('SHA-256', trust.sha256),
  ].join('\n');
}

function more(count: number): string[] {
  return count > 0 ? [`  and ${count} more`] : [];
}
