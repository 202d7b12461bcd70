/**
 * The simulator as a process of its own: node local/graph-simulator/main.ts [--port N]. Prints one line
 * `ready {json}` when it listens; ends on SIGTERM or SIGINT.
 */
import { parseArgs } from 'node:util';
import { makeOptions } from './main-options.ts';
import { startGraphSimulator } from './start-graph-simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'tenant-id': { type: 'string' },
    'client-id': { type: 'string' },
    'identity-header': { type: 'string' },
    seed: { type: 'string' },
    throttling: { type: 'string' },
  },
});

const options = makeOptions({
  port: values.port ?? process.env['GRAPH_SIMULATOR_PORT'],
  tenantId: values['tenant-id'] ?? process.env['GRAPH_TENANT_ID'],
  clientId: values['client-id'] ?? process.env['AZURE_CLIENT_ID'],
  identityHeader: values['identity-header'] ?? process.env['IDENTITY_HEADER'],
  seed: values.seed ?? process.env['GRAPH_SIMULATOR_SEED'],
  throttling: values.throttling ?? process.env['GRAPH_SIMULATOR_THROTTLING'],
});

const simulator = await startGraphSimulator(options);
const { origin, identityEndpoint, identityHeader, tenantId, appId } = simulator;
process.stdout.write(
  `ready ${JSON.stringify({ origin, identityEndpoint, identityHeader, tenantId, appId })}\n`,
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void simulator.close().finally(() => process.exit(0));
  });
}
