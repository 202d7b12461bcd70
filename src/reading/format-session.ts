/** One session of a call as text for people, with every figure: in the words heard, said, saw and showed. */
import { formatDuration } from '../model/graph-value.ts';
import { verdictWords } from '../quality/classify-stream.ts';
import { kindOfMedia } from '../quality/stream-rules.ts';
import type { SessionAccount } from './session-account.ts';
import type { SessionDetail } from './session-details.ts';
import type { StreamAccount } from './stream-account.ts';
import { hanging, labelled } from './text-lines.ts';

export function formatSession(
  session: SessionAccount,
  title: string,
  { width, time }: { width: number; time(text: string | undefined): string },
): string[] {
  const fact = (label: string, text: string | undefined) => (text ? labelled(`  ${label}`, text, width) : []);
  const { durationMs, caller, callee } = session;
  const length = durationMs === undefined ? 'length unknown' : formatDuration(durationMs);
  return [
    title,
    ...fact('When', `${time(session.from)} – ${time(session.to)} (${length})`),
    ...fact('Between', `${caller} and ${callee}`),
    ...fact('With', session.modalities.join(', ')),
    ...fact('FAILED', session.failure),
    ...session.details.flatMap((detail) =>
      hanging(`${nameDetail(detail, session)}: ${detail.text}`, width, 4),
    ),
    ...session.streams.flatMap((stream) => hanging(`${nameStream(stream)}: ${sayStream(stream)}`, width, 4)),
  ];
}

/** `main-audio network of Anna`, `segment 2 failure`. */
export function nameDetail({ what, segment, media, side }: SessionDetail, ends: SessionAccount): string {
  const whose = side && ` of ${ends[side]}`;
  return [segment && `segment ${segment} `, media && `${media} `, what, whose].filter(Boolean).join('');
}

/** `main-audio, Anna heard Bob`; towards a service: `Anna said to service …`. */
export function nameStream({
  media,
  segment,
  receivedBy,
  sentBy,
  receiverKey,
  senderKey,
}: StreamAccount): string {
  const kind = kindOfMedia(media);
  const isToService = receiverKey === undefined && senderKey !== undefined;
  const what = kind === 'sharing' ? 'the screen' : 'video';
  const said =
    kind === 'audio'
      ? isToService
        ? `${sentBy} said to ${receivedBy}`
        : `${receivedBy} heard ${sentBy}`
      : kind === undefined
        ? `${sentBy} sent to ${receivedBy}`
        : isToService
          ? `${sentBy} showed ${what} to ${receivedBy}`
          : `${receivedBy} saw ${what} of ${sentBy}`;
  return `${segment ? `segment ${segment} ` : ''}${media}, ${said}`;
}

/** Verdict, reason, then the figures. */
export function sayStream({ verdict, reason, ruleId, figures }: StreamAccount): string {
  const why = ruleId ? `${reason}; ${ruleId}` : reason;
  return `${verdictWords[verdict]} (${why})${figures ? `: ${figures}` : ''}`;
}
