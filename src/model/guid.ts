/** The id of a call, which is also the id of its call record: a GUID, in lower case everywhere in the archive. */
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const onlyGuid = new RegExp(`^${guid.source}$`, 'i');

/** The GUID in lower case, or `undefined` when the text is none. */
export function parseGuid(text: unknown): string | undefined {
  return typeof text === 'string' && onlyGuid.test(text) ? text.toLowerCase() : undefined;
}

/** The first GUID in a text, in lower case. */
export function findGuid(text: string): string | undefined {
  return guid.exec(text)?.[0].toLowerCase();
}
