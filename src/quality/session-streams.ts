/** The streams of a session as parsed from the record, whatever it is. */
import { listIn, valueIn } from '../model/graph-value.ts';

/** Each with the label of the media that it belongs to. */
export function* streamsOf(session: unknown): Generator<{ stream: unknown; label: unknown }> {
  for (const segment of listIn(session, 'segments')) {
    for (const media of listIn(segment, 'media')) {
      const label = valueIn(media, 'label');
      for (const stream of listIn(media, 'streams')) yield { stream, label };
    }
  }
}
