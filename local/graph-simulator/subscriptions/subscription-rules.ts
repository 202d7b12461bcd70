/**
 * Which subscriptions Graph accepts, judged before any endpoint is asked.
 * https://learn.microsoft.com/graph/api/subscription-post-subscriptions and .../subscription-update
 */
import { minuteMs } from '../durations.ts';
import type { SubscriptionSettings } from '../settings.ts';
import type { Subscription } from './subscription-store.ts';
import { isAllowedEndpoint } from './validate-endpoint.ts';

export type Ruling<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

export type Creation = Pick<
  Subscription,
  | 'resource'
  | 'changeType'
  | 'notificationUrl'
  | 'lifecycleNotificationUrl'
  | 'clientState'
  | 'latestSupportedTlsVersion'
  | 'expiresAtMs'
>;

export interface Change {
  readonly notificationUrl?: string;
  readonly expiresAtMs?: number;
}

type Lifetimes = Pick<SubscriptionSettings, 'maxMinutes' | 'minMinutes'>;

const changeable = new Set(['expirationDateTime', 'notificationUrl']);

export function parseCreation(body: string, nowMs: number, lifetimes: Lifetimes): Ruling<Creation> {
  const fields = parseObject(body);
  if (fields === undefined) return refuse('The request body is not a JSON object.');
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);

  const resource = text('resource') ?? '';
  if (!/^\/?communications\/callRecords\/?(\?\$filter=.+)?$/i.test(resource)) {
    return refuse(`Resource '${resource}' is not supported.`);
  }
  const changeType = text('changeType') ?? '';
  if (!/^\s*(created|updated)(\s*,\s*(created|updated))*\s*$/i.test(changeType)) {
    return refuse(`Change type '${changeType}' is not supported for this resource.`);
  }
  const clientState = text('clientState');
  if (clientState !== undefined && clientState.length > 128) {
    return refuse('clientState exceeds the maximum length of 128.');
  }
  if (fields['includeResourceData'] === true)
    return refuse('Resource data is not supported for this resource.');

  const notificationUrl = fields['notificationUrl'];
  if (!isAllowedEndpoint(notificationUrl)) return refuse('Invalid notificationUrl: it must be an https URL.');
  const lifecycleUrl = fields['lifecycleNotificationUrl'] ?? undefined;
  if (lifecycleUrl !== undefined && !isAllowedEndpoint(lifecycleUrl)) {
    return refuse('Invalid lifecycleNotificationUrl: it must be an https URL.');
  }

  const expiry = parseExpiry(fields['expirationDateTime'], nowMs, lifetimes);
  if (!expiry.ok) return expiry;
  if (lifecycleUrl === undefined && expiry.value > nowMs + 60 * minuteMs) {
    return refuse(
      'lifecycleNotificationUrl is a required property for subscription creation on this resource when the expirationDateTime value is set to greater than 1 hour.',
    );
  }
  return {
    ok: true,
    value: {
      resource,
      changeType,
      notificationUrl,
      lifecycleNotificationUrl: lifecycleUrl,
      clientState,
      latestSupportedTlsVersion: text('latestSupportedTlsVersion') ?? 'v1_2',
      expiresAtMs: expiry.value,
    },
  };
}

export function parseChange(body: string, nowMs: number, lifetimes: Lifetimes): Ruling<Change> {
  const fields = parseObject(body);
  if (fields === undefined) return refuse('The request body is not a JSON object.');
  const names = Object.keys(fields).filter((name) => !name.startsWith('@'));
  const foreign = names.find((name) => !changeable.has(name));
  if (foreign !== undefined) return refuse(`Property '${foreign}' cannot be changed.`);
  if (names.length === 0) return refuse('Nothing to change.');

  const notificationUrl = fields['notificationUrl'];
  if (notificationUrl !== undefined && !isAllowedEndpoint(notificationUrl)) {
    return refuse('Invalid notificationUrl: it must be an https URL.');
  }
  const url = notificationUrl === undefined ? {} : { notificationUrl };
  if (fields['expirationDateTime'] === undefined) return { ok: true, value: url };
  const expiry = parseExpiry(fields['expirationDateTime'], nowMs, lifetimes);
  return expiry.ok ? { ok: true, value: { ...url, expiresAtMs: expiry.value } } : expiry;
}

/** "Any value under 45 minutes is automatically set to 45 minutes": resources/subscription */
function parseExpiry(value: unknown, nowMs: number, { maxMinutes, minMinutes }: Lifetimes): Ruling<number> {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return refuse('expirationDateTime is missing or is not a date.');
  if (at <= nowMs) return refuse('Subscription expiration must be in the future.');
  if (at > nowMs + maxMinutes * minuteMs) {
    return refuse(
      `Subscription expiration can only be ${maxMinutes} minutes in the future.`,
      'ExtensionError',
    );
  }
  return { ok: true, value: Math.max(at, nowMs + minMinutes * minuteMs) };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function refuse(message: string, code = 'InvalidRequest'): Ruling<never> {
  return { ok: false, code, message };
}
