/** Route templates of HTTP triggers: `{name}`, `{name?}`, `{*rest}`; literals match in any case. */
import { HostStartError } from './host-start-error.ts';

type Segment =
  | { kind: 'literal'; text: string }
  | { kind: 'parameter'; name: string; optional: boolean }
  | { kind: 'rest'; name: string };

export type RouteTemplate = readonly Segment[];

export function parseRouteTemplate(template: string): RouteTemplate {
  const segments = template
    .split('/')
    .filter((text) => text !== '')
    .map((text) => parseSegment(text, template));
  segments.slice(0, -1).forEach((segment) => {
    const onlyLast = segment.kind === 'rest' || (segment.kind === 'parameter' && segment.optional);
    if (onlyLast) throw new HostStartError(`Route "${template}": only the last segment may be optional`);
  });
  return segments;
}

function parseSegment(text: string, template: string): Segment {
  if (!/[{}]/.test(text)) return { kind: 'literal', text: text.toLowerCase() };
  const [, star, name, optional] = /^\{(\*?)(\w+)(\??)\}$/.exec(text) ?? [];
  if (!name) throw new HostStartError(`Route "${template}": this host does not know the form "${text}"`);
  return star ? { kind: 'rest', name } : { kind: 'parameter', name, optional: optional === '?' };
}

/** `path` as it stands in the request line, without the query. The parameters' values, or `undefined` for no match. */
export function matchRoute(template: RouteTemplate, path: string): Record<string, string> | undefined {
  const parts = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (parts.length === 1 && parts[0] === '') parts.pop();
  const params: Record<string, string> = {};
  for (const [index, segment] of template.entries()) {
    const part = parts[index];
    if (segment.kind === 'rest') {
      const rest = parts.slice(index).map(decodePart).join('/');
      return rest === '' ? params : { ...params, [segment.name]: rest };
    }
    if (segment.kind === 'literal') {
      if (part === undefined || decodePart(part).toLowerCase() !== segment.text) return undefined;
    } else if (part) {
      params[segment.name] = decodePart(part);
    } else if (part === '' || !segment.optional) {
      return undefined;
    }
  }
  return parts.length <= template.length ? params : undefined;
}

// An encoded slash stays encoded, as in the runtime: it must not look like the end of a segment.
function decodePart(part: string): string {
  try {
    return part
      .split(/(%2f)/i)
      .map((piece) => (/^%2f$/i.test(piece) ? piece : decodeURIComponent(piece)))
      .join('');
  } catch {
    return part;
  }
}

const rank = { literal: 1, parameter: 3, rest: 5 };

/** Sorts the more specific template first, so that `calls/latest` wins over `calls/{id}`. */
export function compareRoutes(a: RouteTemplate, b: RouteTemplate): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    const difference = (left ? rank[left.kind] : 0) - (right ? rank[right.kind] : 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
