/**
 * Who took part in a call, as Graph names them: identity sets and single identities, in any of the forms that call
 * records have had. What is read here decides what a reader can search for.
 */

export interface Identity {
  /** Graph's own word for the kind: `user`, `guest`, `phone`, `applicationInstance`, `encrypted` … */
  kind: string;
  id: string;
  name: string | undefined;
  tenantId: string | undefined;
  /** User principal name, or the e-mail address of a guest. */
  userPrincipalName: string | undefined;
}

/** Nobody’s id or name is longer, and longer texts would not fit into an index row. */
const maxTextLength = 512;

/**
 * Prefixes of a Teams id that say the kind, and the cloud of a government; Graph gives all, a part or nothing of them.
 * https://learn.microsoft.com/azure/communication-services/concepts/identifiers
 */
const idPrefix =
  /^(?:(?:8:|28:)?(?:orgid|acs|gacs|spool|teamsvisitor|(?:dod|gcch)(?:-acs|-global)?):|8:|28:|4:|tel:)/i;
const phoneForm = /^(?:4:|tel:)?\+?\d[\d*]{4,}(?:;.*)?$/i;

/**
 * The identities in a value of Graph's: an identity set (`{"user":{…},"phone":null}`) or a single identity
 * (`{"id":…,"displayName":…}`). A value without an id is not an identity.
 */
export function parseIdentities(value: unknown): Identity[] {
  if (!isObject(value)) return [];
  const single = parseIdentity(value, undefined);
  if (single) return [single];
  const identities: Identity[] = [];
  for (const kind in value) {
    const member = value[kind];
    const identity = isObject(member) ? parseIdentity(member, kind) : undefined;
    if (identity) identities.push(identity);
  }
  return identities;
}

function parseIdentity(value: Record<string, unknown>, kind: string | undefined): Identity | undefined {
  const id = textOf(value['id']);
  if (id === undefined) return undefined;
  return {
    kind: kind ?? guessKind(id),
    id,
    name: textOf(value['displayName']),
    tenantId: textOf(value['tenantId']),
    userPrincipalName: textOf(value['userPrincipalName']) ?? textOf(value['email']),
  };
}

/** A single identity does not say its kind, but for phones it matters. */
function guessKind(id: string): string {
  return phoneForm.test(id) ? 'phone' : 'user';
}

/** As most ids are; none of these is a number, nor has it a prefix. */
const guidForm = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** The one key by which this identity is known everywhere: `phone:+49…` or `id:…`. */
export function identityKey(identity: Identity): string {
  if (identity.kind !== 'phone' && guidForm.test(identity.id)) return `id:${identity.id}`;
  const number = numberOf(identity);
  return number ? `phone:${number}` : `id:${normalId(identity.id)}`;
}

/** A phone whose caller hides the number has a word instead (`anonymous`). */
function numberOf({ kind, id }: Identity): string | undefined {
  if (kind !== 'phone' && !phoneForm.test(id)) return undefined;
  const number = normalNumber(id);
  return /\d/.test(number) ? number : undefined;
}

/** An id without the prefix of its kind, in lower case. */
export function normalId(id: string): string {
  return id.trim().replace(idPrefix, '').toLowerCase();
}

/** The number that a text begins with, and the separators in it; people paste invisible characters along. */
const leadingNumber = /^[\s(\p{Cf}]*\+?[\d*\s()./\p{Pd}\p{Cf}]*/u;

/** `+49 (0)30`: a zero that is dialled without the country code only. */
const trunkZero = /(?<=^[\s(]*(?:\+|00)[^(]*)\(0\)/;

/**
 * A number in E.164 where it can be told: separators go, `00` and a missing plus become `+`. Digits that Microsoft has
 * hidden stay `*`; a short number (an extension) stays as it is. What follows the number is not part of it: numbers of
 * direct routing "may include additional data" (`;ext=789`, ` ext 789`, `@sbc1.example.org`).
 */
export function normalNumber(text: string): string {
  const [number = ''] =
    leadingNumber.exec(
      text
        .trim()
        .replace(idPrefix, '')
        .replace(/^sips?:/i, ''),
    ) ?? [];
  const digits = number.replace(trunkZero, '').replaceAll(/[^\d*+]/g, '');
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return /^[1-9][\d*]{7,}$/.test(digits) ? `+${digits}` : digits;
}

const kindWords: Readonly<Record<string, string>> = {
  azureCommunicationServicesUser: 'Azure Communication Services user',
  acsUser: 'Azure Communication Services user',
  applicationInstance: 'application',
  encrypted: 'hidden person',
  onPremises: 'on-premises user',
};

/** The name, or who it is by kind, id and tenant: never a blank. */
export function formatIdentity(identity: Identity): string {
  const { kind, id, name, tenantId, userPrincipalName } = identity;
  if (name?.trim()) return name.trim();
  if (userPrincipalName) return userPrincipalName;
  const number = kind === 'phone' && numberOf(identity);
  if (number) return number;
  return `${kindWords[kind] ?? kind} ${id}${tenantId ? ` of tenant ${tenantId}` : ''}`;
}

/** JSON can hold halves of characters; storage and hashes cannot tell one from the other. */
function textOf(value: unknown): string | undefined {
  const isText = typeof value === 'string' && value !== '' && value.length <= maxTextLength;
  return isText ? value.toWellFormed() : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
