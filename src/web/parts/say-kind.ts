/** What kind of call it was, in words for people: Graph's own are those of programs. */
import { shownText } from './shown-text.ts';

const types: Readonly<Record<string, string>> = { groupCall: 'group call', peerToPeer: 'one to one' };

const media: Readonly<Record<string, string>> = {
  videoBasedScreenSharing: 'screen sharing',
  screenSharing: 'screen sharing',
};

/** A word that is not known is Graph's. */
export function sayType(type: string): string {
  return types[type] ?? shownText(type, 30);
}

/** `group call: audio, screen sharing`. */
export function sayKind(type: string | undefined, modalities: readonly string[]): string {
  const said = new Set(modalities.map((modality) => media[modality] ?? modality));
  return [sayType(type ?? 'unknown'), [...said].join(', ')].filter(Boolean).join(': ');
}
