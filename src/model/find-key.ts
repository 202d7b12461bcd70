/**
 * The keys by which calls are found: what a person types on one side, what a record says on the other, brought to one
 * form. `id:…`, `upn:…`, `phone:+…`, `organizer:…`, `meeting:…` (docs/archive-format.md).
 */
import { ShapeError } from '../errors.ts';
import { normalId, normalNumber } from './identity.ts';

const numberForm = /^(?:tel:|4:)?[\s(]*\+?[\d\s()./*\p{Pd}]{3,}(?:;.*)?$/iu;
/** No user principal name begins so. */
const sipNumberForm = /^(?:sips?:)?\+[\d*]{5,}@/i;
/** With additional data, as Graph may give it; where a number is expected it is not taken for anything else. */
const givenNumberForm =
  /^(?:tel:|4:|sips?:)?[\s(\p{Cf}]*\+?[\d\s()./*\p{Pd}\p{Cf}]{3,}(?:(?:[;,#?@]|ext|x).*)?$/iu;
/** A key as the archive writes it, for what cannot be told otherwise: `id:anonymous`. */
const keyForm = /^(id|upn|phone):(.+)$/;
const organizerForm = /^organizer:(.+)$/;
const meetingForm = /^meeting:(.+)$/;
/** As mail programs write somebody: `Becker, Tom <tom@contoso.com>`; our own titles have round brackets. */
const addressForm = /[<(](?:(?:mailto|sip):)?([^<>()\s]+@[^<>()\s]+)[>)];?$/i;
const addressScheme = /^(?:mailto|sips?|im):/i;
/** People paste such characters along with what they copy. */
const invisible = /\p{Cf}/gu;
const threadForm = /(19:[^/?\s]+@[a-z0-9.]+)(?:\/(\d+))?/i;

/** Someone who takes part: an object id, a user principal name, a phone number, the id of a guest or stranger, or a key. */
export function userKey(text: string): string {
  const key = findUserKey(text);
  if (key !== undefined) return key;
  throw new ShapeError(
    `Looking for a person: '${text}' is not an object id, user principal name (anna@contoso.com), phone number or name`,
  );
}

/** `undefined` when the text is none of these, as a display name is none: it changes, and several people have it. */
export function findUserKey(text: string): string | undefined {
  const wanted = text.replace(invisible, '').trim();
  const [, kind, value = ''] = keyForm.exec(wanted) ?? [];
  if (kind)
    return kind === 'id' ? `id:${normalId(value)}` : kind === 'upn' ? upnKey(value) : numberKey(value);
  if (numberForm.test(wanted) || sipNumberForm.test(wanted)) return numberKey(wanted);
  if (wanted.includes('@')) return upnKey(addressForm.exec(wanted)?.[1] ?? wanted.replace(addressScheme, ''));
  if (/^\S*\d\S*$/.test(wanted) || normalId(wanted) !== wanted.toLowerCase()) return `id:${normalId(wanted)}`;
  return undefined;
}

export function numberKey(text: string): string {
  const number = normalNumber(text);
  if (givenNumberForm.test(text.trim()) && /\d{3}/.test(number)) return `phone:${number}`;
  throw new ShapeError(`Looking for a phone number: '${text}' is not one. Write it like +49301234567`);
}

export function upnKey(text: string): string {
  return `upn:${text.trim().toLowerCase()}`;
}

/** Takes what `userKey` takes, and a key of an organizer. */
export function organizerKey(text: string): string {
  return findOrganizerKey(text) ?? asOrganizer(userKey(text));
}

/** `undefined` as `findUserKey` has it. */
export function findOrganizerKey(text: string): string | undefined {
  const [, value] = organizerForm.exec(text.trim()) ?? [];
  if (value) return `organizer:${value.toLowerCase()}`;
  const key = findUserKey(text);
  return key && asOrganizer(key);
}

/** The organizer's own key made from one that he has as a person. */
export function asOrganizer(key: string): string {
  return `organizer:${key.slice(key.indexOf(':') + 1)}`;
}

/** A join URL or a thread id (`19:meeting_…@thread.v2`), as Teams, a calendar or a record writes it, or a key of a meeting. */
export function meetingKey(text: string): string {
  const [, value] = meetingForm.exec(text.trim()) ?? [];
  const key = findMeetingKey(text) ?? (value && findMeetingKey(`https://${value}`));
  if (key) return key;
  throw new ShapeError(
    `Looking for a meeting: '${text}' is neither a join URL nor a thread id (19:meeting_…@thread.v2)`,
  );
}

/** No join URL of Teams is longer. */
export const maxJoinUrlLength = 4096;

/** The thread in a join URL, of a channel's meeting with its message; where it has none, host and path of the URL. `undefined` when it is not a join URL. */
export function findMeetingKey(text: string): string | undefined {
  const plain = decode(text.trim());
  const [, thread, message = '0'] = threadForm.exec(plain) ?? [];
  if (thread) {
    // The meetings of a channel share its thread; each has the message that announced it. 0 is the thread's own.
    const own = /@thread\.tacv2$/i.test(thread) && Number(message) !== 0 ? `/${message}` : '';
    return `meeting:${thread.toLowerCase()}${own}`;
  }
  const url = URL.parse(plain);
  if (url?.protocol !== 'https:' || url.pathname === '/') return undefined;
  // A path is written with percent signs, which make it longer.
  if (url.href.length > maxJoinUrlLength) return undefined;
  return `meeting:${url.host}${url.pathname.replace(/\/+$/, '')}`.toLowerCase();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
