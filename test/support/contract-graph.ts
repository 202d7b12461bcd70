/** The Graph of a contract suite: a simulator of its own for the file that calls this, put in order before each test. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import {
  type GraphSimulator,
  startGraphSimulator,
} from '../../local/graph-simulator/start-graph-simulator.ts';
import { makeAccessToken, type ReadAccessToken } from '../../src/adapters/graph/access-token.ts';
import {
  type GraphClient,
  type GraphClientOptions,
  makeGraphClient,
} from '../../src/adapters/graph/graph-client.ts';

export interface GraphUnderTest {
  simulator: GraphSimulator;
  /** A client with a token of the simulator's managed identity; closed with the suite. */
  connect(options?: Partial<GraphClientOptions>): GraphClient;
}

/** Gives the simulator, once the tests run. */
export function useGraph(): () => GraphUnderTest {
  let simulator: GraphSimulator | undefined;
  const clients: GraphClient[] = [];

  function started(): GraphSimulator {
    if (!simulator) throw new Error('The simulator is there from beforeAll on');
    return simulator;
  }

  beforeAll(async () => {
    simulator = await startGraphSimulator();
  });
  beforeEach(() => {
    const { subscriptions, removeSubscription, clearFaults, clearRequests, setRoles } = started();
    for (const { id } of subscriptions()) removeSubscription(id);
    clearFaults();
    setRoles(['CallRecords.Read.All']);
    clearRequests();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await simulator?.close();
  });

  return () => ({
    simulator: started(),
    connect(options = {}) {
      const { origin } = started();
      const readAccessToken = readSimulatorToken(started());
      const client = makeGraphClient({ origin, apiVersion: 'v1.0', readAccessToken, ...options });
      clients.push(client);
      return client;
    },
  });
}

function readSimulatorToken({ identityEndpoint, identityHeader }: GraphSimulator): ReadAccessToken {
  const resource = 'https://graph.microsoft.com';
  const getToken = async () => {
    const answer = await fetch(`${identityEndpoint}?api-version=2019-08-01&resource=${resource}`, {
      headers: { 'x-identity-header': identityHeader },
    });
    const { access_token: token, expires_on: expiresOn } = (await answer.json()) as Record<string, string>;
    if (!token) throw new Error(`The identity endpoint answered ${answer.status}`);
    return { token, expiresOnTimestamp: Number(expiresOn) * 1000 };
  };
  return makeAccessToken({ getToken, getFreshToken: getToken }, `${resource}/.default`);
}
