/** Looks for secrets in an answer, in whichever way they are written there. */
import { gunzipSync } from 'node:zlib';
import { findLeaks } from '../personal-data.ts';
import type { Secret } from './planted-values.ts';

export interface HeardAnswer {
  headers: Iterable<readonly [name: string, value: string]>;
  body: Uint8Array;
}

/** Those that stand in a header or in the body: as they are, escaped for HTML, JSON or a URL, or packed. */
export function findSecrets({ headers, body }: HeardAnswer, secrets: readonly Secret[]): Secret[] {
  const isPacked = body[0] === 0x1f && body[1] === 0x8b;
  const text = [
    ...[...headers].flat(),
    Buffer.from(isPacked ? gunzipSync(body) : body).toString('utf8'),
  ].join('\n');
  const forms = [text, undoEscapes(text), undoEscapes(undoEscapes(text))].map((form) => form.toLowerCase());
  // Numbers are written with separators, too.
  forms.push(forms.join('\n').replaceAll(/(?<=\d)[ ()/-]+(?=\d)/g, ''));
  const found = new Set(
    findLeaks(
      forms,
      secrets.map(({ mark }) => mark),
    ),
  );
  return secrets.filter(({ mark }) => found.has(mark));
}

/** What HTML, JSON or a URL write for a character becomes the character. */
function undoEscapes(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll(/&#x([\da-f]+);|\\u([\da-f]{4})|%([\da-f]{2})/gi, (_, ...codes) =>
      String.fromCodePoint(
        Number.parseInt(
          codes.find((code) => code !== undefined),
          16,
        ),
      ),
    );
}
