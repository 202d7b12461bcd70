/**
 * The handshake before a subscription is made: the endpoint must give back an opaque token, decoded once.
 * https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation
 */
import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { request } from 'undici';

export interface EndpointVerdict {
  readonly ok: boolean;
  /** Graph's words for the 400. */
  readonly message: string;
}

/** A token that shows every way to decode it wrongly: not at all, twice, as HTML, as ASCII, trimmed. */
export function makeValidationToken(): string {
  return `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()} a+b 100% %2B %20 <b>&amp;</b>&x=1;"Zoë 李😀"`;
}

/** Form encoding as Graph sends it; the first space as `+`, the others as `%20`: both mean a space. */
export function encodeValidationToken(token: string): string {
  return encodeURIComponent(token).replace('%20', '+');
}

export async function validateEndpoint(
  url: string,
  token: string,
  timeoutMs: number,
  dispatcher: Dispatcher,
): Promise<EndpointVerdict> {
  const target = `${url}${url.includes('?') ? '&' : '?'}validationToken=${encodeValidationToken(token)}`;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(target, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '',
      dispatcher,
      signal,
    });
    const text = await response.body.text();
    const type = String(response.headers['content-type'] ?? '');
    if (response.statusCode !== 200) {
      return refused(
        `Notification endpoint must respond with 200 OK to validation request. It responded with ${response.statusCode}.`,
      );
    }
    if (!/^text\/plain\s*(;|$)/i.test(type)) {
      return refused(`The response must be text/plain. It was '${type}'.`);
    }
    if (text !== token) return refused('The validation token in the response does not match the one sent.');
    return { ok: true, message: '' };
  } catch (error) {
    return refused(
      signal.aborted ? 'The request timed out.' : `The endpoint cannot be reached: ${String(error)}`,
    );
  }
}

/** Graph demands https; a development machine has loopback only. */
export function isAllowedEndpoint(url: unknown): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

function refused(reason: string): EndpointVerdict {
  return { ok: false, message: `Subscription validation request failed. ${reason}` };
}
