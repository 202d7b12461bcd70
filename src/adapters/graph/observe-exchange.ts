/** What may be told of an exchange with Graph: which kind of request, how it ended, how long it took. No id, no query. */

export interface GraphExchange {
  /** Method and route, such as `GET communications/callRecords/{id}`. */
  request: string;
  host: string;
  /** `undefined` where no whole answer came. */
  status: number | undefined;
  tookMs: number;
}

export type ObserveExchange = (exchange: GraphExchange) => void;

/** The route of a path that begins with the API version. What is not a name of Graph's own counts as an id. */
export function formatRoute(path: string): string {
  const [route = ''] = path.split('?');
  return route.split('/').slice(2).map(formatSegment).join('/');
}

/** Graph's names are letters, with `_v2` or dots at most; a function's arguments are left out. */
function formatSegment(segment: string): string {
  const [name = ''] = segment.split('(');
  return /^[a-z.]+(_v\d)?$/i.test(name) ? name : '{id}';
}
