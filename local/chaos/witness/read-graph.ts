/** Asks the Graph simulator over HTTP what a tenant has, as one who knows Microsoft's pages and nothing of the product. */
import { request } from 'undici';
import { z } from 'zod';
import { dayMs } from '../../graph-simulator/durations.ts';
import { joinPages, type ReadText } from './join-pages.ts';

export interface GraphAccess {
  readonly origin: string;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
}

export interface GraphWitness {
  /** Id and newest version of every call that started in the last 30 days. */
  listCalls(): Promise<{ id: string; version: string }[]>;
  /** The document that the archive must hold of the newest version. */
  readDocument(callId: string): Promise<Buffer>;
}

/** It distinguishes the witness's own requests from the app's in the simulator's log. */
export const witnessName = 'chaos-witness';

const resource = 'https://graph.microsoft.com';
const tokenAnswer = z.object({ access_token: z.string() });
const listAnswer = z.object({
  value: z.array(z.object({ id: z.string(), version: z.int() })),
  '@odata.nextLink': z.string().optional(),
});

export async function makeGraphWitness(access: GraphAccess): Promise<GraphWitness> {
  const url = `${access.identityEndpoint}?api-version=2019-08-01&resource=${resource}`;
  const answer = await request(url, { headers: { 'x-identity-header': access.identityHeader } });
  const { access_token: bearer } = tokenAnswer.parse(await answer.body.json());

  const read: ReadText = async (target) => {
    const link = target.startsWith('/') ? `${access.origin}/v1.0${target}` : target;
    const { statusCode, body } = await request(link, {
      headers: {
        authorization: `Bearer ${bearer}`,
        'user-agent': witnessName,
        prefer: 'include-unknown-enum-members',
      },
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`The simulator answers ${statusCode} to ${target}: ${text}`);
    return text;
  };

  return {
    async listCalls() {
      const since = new Date(Date.now() - 30 * dayMs).toISOString();
      const calls: { id: string; version: string }[] = [];
      let target: string | undefined = `/communications/callRecords?$filter=startDateTime%20ge%20${since}`;
      while (target !== undefined) {
        const page: z.infer<typeof listAnswer> = listAnswer.parse(JSON.parse(await read(target)));
        calls.push(...page.value.map(({ id, version }) => ({ id, version: String(version) })));
        target = page['@odata.nextLink'];
      }
      return calls;
    },
    readDocument: async (callId) => Buffer.from(await joinPages(callId, read)),
  };
}
