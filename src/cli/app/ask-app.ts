/** Asks a route of the deployed app. A refusal becomes an error that says what to do. */
import { types } from 'node:util';
import { countOf } from '../../reading/count-of.ts';
import { CliError } from '../errors/cli-error.ts';
import type { AppAddress } from './app-address.ts';

export interface AppQuestion {
  /** What is being done, as the start of an error: `Reading the app’s status`. */
  doing: string;
  /** Below `/api/`. */
  route: string;
  /** Sent with POST; without it the route is asked with GET. */
  body?: object;
}

/** The slowest route, a backfill, takes 20 seconds; a sleeping app needs some more to wake up. */
const timeoutMs = 120_000;

/** The JSON that the app answered. */
export async function askApp(
  address: AppAddress,
  question: AppQuestion,
  signal: AbortSignal,
): Promise<unknown> {
  const { doing } = question;
  const url = new URL(question.route, address.api);
  const response = await send(url, address.key, question, signal);
  const text = await response.text().catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new CliError('unexpected', `${doing}: the answer was cut off`, 'Repeat the command.', cause);
  });
  const value = parseJson(text);
  if (response.ok) {
    if (value !== undefined) return value;
    throw new CliError(
      'unexpected',
      `${doing}: ${url.origin} answered ${response.status} with something that is not JSON`,
      'Is CALL_ARCHIVE_URL the address of the app?',
    );
  }
  throw explain(doing, url, response, value, address.key);
}

async function send(
  url: URL,
  key: string | undefined,
  { doing, body }: AppQuestion,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: {
        accept: 'application/json',
        ...(key && { 'x-functions-key': key }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      // The key goes to the app and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    const problem = timedOut
      ? `no answer within ${timeoutMs / 1000} s`
      : `no connection (${reasonOf(error)})`;
    throw new CliError(
      'unexpected',
      `${doing}: ${problem} from ${url.origin}`,
      'Is CALL_ARCHIVE_URL right, and is the app running? Its network rules may keep this machine out.',
      error,
    );
  }
}

function explain(
  doing: string,
  url: URL,
  response: Response,
  value: unknown,
  key: string | undefined,
): CliError {
  const { status } = response;
  const said = refusalOf(value);
  const message = said ?? `${doing}: ${url.origin} answered ${status}`;
  if (status === 401 || status === 403) {
    const problem = key ? `the app did not accept the key (${status})` : `the app asks for a key (${status})`;
    return new CliError(
      'permission',
      `${doing}: ${problem}`,
      'Set CALL_ARCHIVE_KEY to a function key of the app: az functionapp keys list --resource-group GROUP --name APP ' +
        '--query functionKeys.default --output tsv',
    );
  }
  if (status >= 300 && status < 400) {
    return new CliError(
      'unexpected',
      `${doing}: ${url.origin} redirects elsewhere (${status})`,
      'Redirects are not followed, so that the key stays here. Set CALL_ARCHIVE_URL to the address of the app itself.',
    );
  }
  if (status === 400) return new CliError('usage', message, 'Change the command accordingly.');
  if (status === 404) {
    return new CliError(
      'not-found',
      `${doing}: ${url.origin} has no ${url.pathname}`,
      'Is CALL_ARCHIVE_URL the address of the app, and is the app as new as this command?',
    );
  }
  if (status === 429) {
    const wait = response.headers.get('retry-after');
    return new CliError(
      'throttled',
      message,
      wait && /^\d+$/.test(wait)
        ? `Repeat the command in ${countOf(Number(wait), 'second')}.`
        : 'Repeat the command in a minute.',
    );
  }
  return new CliError(
    'unexpected',
    message,
    said
      ? 'Repeat the command; `call-archive status` shows how the app is doing.'
      : 'Look at the app in the Azure portal: is it running?',
  );
}

/** The words of the app's own refusals, `{"error":{"code","message"}}`. */
function refusalOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  const { error } = value;
  const isRefusal = typeof error === 'object' && error !== null && 'message' in error;
  return isRefusal && typeof error.message === 'string' ? error.message : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  if (error.cause) return reasonOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
