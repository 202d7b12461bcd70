/** A value with every text in it cut to a length that people read: in a record written by strangers it may have any length. */

const maxLength = 2000;

export function clipTexts<Value>(value: Value): Value {
  return clip(value) as Value;
}

function clip(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > maxLength ? `${value.slice(0, maxLength).toWellFormed()}…` : value;
  if (Array.isArray(value)) return value.map(clip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clip(inner)]));
}
