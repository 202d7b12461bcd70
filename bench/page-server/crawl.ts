/** Reads every page of a record from the Graph simulator, as it answers a client. */
import type { GraphSimulator } from '../../local/graph-simulator/start-graph-simulator.ts';

export interface Page {
  /** Path and query, decoded. */
  target: string;
  text: string;
}

/** The answers that make up the record, in the order in which a client asks for them. */
export async function* crawlRecord(graph: GraphSimulator, callId: string): AsyncGenerator<Page> {
  const token = await readToken(graph);
  for (const expand of ['sessions($expand=segments)', 'participants_v2']) {
    const name = expand.replace(/\(.*/, '');
    for (let link: string | undefined = recordUrl(graph, callId, `$expand=${expand}`); link !== undefined; ) {
      const text = await readText(link, token);
      yield { target: targetOf(link), text };
      link = nextLink(text, name);
    }
  }
}

/** The answer to a last look at the version: no part of the record. */
export async function readVersionPage(graph: GraphSimulator, callId: string): Promise<Page> {
  const link = recordUrl(graph, callId, '$select=id,version,startDateTime');
  return { target: targetOf(link), text: await readText(link, await readToken(graph)) };
}

function recordUrl({ origin }: GraphSimulator, callId: string, query: string): string {
  return `${origin}/v1.0/communications/callRecords/${callId}?${query}`;
}

async function readText(link: string, token: string): Promise<string> {
  const answer = await fetch(link, {
    headers: {
      authorization: `Bearer ${token}`,
      'accept-encoding': 'identity',
      prefer: 'include-unknown-enum-members',
    },
  });
  if (!answer.ok) throw new Error(`Reading ${link}: the simulator answered ${answer.status}`);
  return answer.text();
}

/** Path and query of a link, decoded: clients differ in what they escape. */
export function targetOf(link: string): string {
  return decodeURIComponent(link.replace(/^https?:\/\/[^/]+/, ''));
}

function nextLink(text: string, name: string): string | undefined {
  const page = JSON.parse(text) as Record<string, unknown>;
  const link = page[`${name}@odata.nextLink`] ?? page['@odata.nextLink'];
  return typeof link === 'string' ? link : undefined;
}

async function readToken(graph: GraphSimulator): Promise<string> {
  const url = `${graph.identityEndpoint}?api-version=2019-08-01&resource=${encodeURIComponent('https://graph.microsoft.com')}`;
  const answer = await fetch(url, { headers: { 'x-identity-header': graph.identityHeader } });
  return ((await answer.json()) as { access_token: string }).access_token;
}
