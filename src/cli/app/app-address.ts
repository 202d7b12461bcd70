/** Where the deployed app is and the key to it, from the environment and `--url`. */
import { isLoopback } from '../../model/loopback.ts';
import { CliError } from '../errors/cli-error.ts';
import type { World } from '../world.ts';

export interface AppAddress {
  /** Ends with `/api/`. */
  api: URL;
  key: string | undefined;
}

const advice =
  'Set CALL_ARCHIVE_URL to the address of the app, such as https://my-archive.azurewebsites.net ' +
  '(http: only for this machine), or give --url.';

/** The key is a secret and comes from the environment only; it is never sent in the clear over a network. */
export function parseAppAddress(option: string | undefined, env: World['env']): AppAddress {
  const text = (option ?? env['CALL_ARCHIVE_URL'])?.trim();
  if (!text) throw new CliError('usage', 'Looking for the app: its address is not known', advice);
  const url = URL.parse(text);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !safe || url.username || url.password || url.search || url.hash) {
    throw new CliError(
      'usage',
      `Looking for the app: "${withoutSecrets(text)}" is not the address of an app`,
      advice,
    );
  }
  const base = url.pathname.replace(/\/+$/, '').replace(/\/api$/, '');
  return { api: new URL(`${base}/api/`, url), key: parseKey(env['CALL_ARCHIVE_KEY']) };
}

function parseKey(text: string | undefined): string | undefined {
  const key = text?.trim();
  if (!key) return undefined;
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new CliError(
    'usage',
    'Reading CALL_ARCHIVE_KEY: it has characters that no key has',
    'Copy the function key again, without blanks and line ends.',
  );
}

/** People paste addresses with `?code=KEY`. */
function withoutSecrets(text: string): string {
  return text.replace(/\?.*/, '?…').replace(/\/\/[^/@]*@/, '//…@');
}
