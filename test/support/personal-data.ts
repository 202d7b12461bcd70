/** What must never leave the archive: names, numbers, addresses, ids and device names of a call's people. */
const personal =
  /^(displayName|userDisplayName|userPrincipalName|userId|email|\w+Number|ipAddress|reflexiveIPAddress|relayIPAddress|macAddress|basicServiceSetIdentifier|name|subnet|captureDeviceName|renderDeviceName|joinWebUrl)$/;

/** Below these, an id is a person's: an account, a phone number. */
const people = /^(identity|associatedIdentity|organizer\w*|participants\w*)$/;

/** The texts of every personal member of a document, however deep. */
export function collectPersonalData(value: unknown, name = '', isPerson = false): string[] {
  if (typeof value === 'string') {
    const counts = personal.test(name) || (isPerson && name === 'id');
    return counts && value.length > 3 ? [value] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    collectPersonalData(inner, Array.isArray(value) ? name : key, isPerson || people.test(key)),
  );
}

/** Those of the data (of four letters or more) that stand in a text, as they are or as JSON writes them. */
export function findLeaks(texts: Iterable<string>, data: Iterable<string>): string[] {
  const forms = new Set([...data].flatMap((datum) => [datum, JSON.stringify(datum).slice(1, -1)]));
  const byStart = Map.groupBy(forms, (form) => form.slice(0, 4));
  const leaks = new Set<string>();
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      for (const form of byStart.get(text.slice(at, at + 4)) ?? [])
        if (text.startsWith(form, at)) leaks.add(form);
    }
  }
  return [...leaks];
}

/** What the people of the simulator's records look like, where the records themselves are not at hand. */
const simulatedPeople =
  /Owen Franklin|Abbie Wilkins|Emoji 🧑|@contoso\.example|machine_[\da-f]{6}|\+49\d{9}|\b10\.\d+\.\d+\.\d+|Bearer |eyJ0/;

/** The lines that tell of one of them, or a token. */
export function findPeople(lines: readonly string[]): string[] {
  return lines.filter((line) => simulatedPeople.test(line));
}
