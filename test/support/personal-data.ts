/** What must never leave the archive: names, numbers, addresses and device names of a call record. */
const personal =
  /^(displayName|userPrincipalName|email|ipAddress|reflexiveIPAddress|relayIPAddress|macAddress|basicServiceSetIdentifier|name|subnet|captureDeviceName|renderDeviceName)$/;

/** The texts of every personal member of a document, however deep. */
export function collectPersonalData(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return personal.test(name) && value.length > 3 ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    collectPersonalData(inner, Array.isArray(value) ? name : key),
  );
}
