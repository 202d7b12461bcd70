/** What the command line and the environment say, as options. An empty value is one that is not there. */
import type { GraphSimulatorOptions } from './settings.ts';

type Given = Readonly<
  Record<'port' | 'tenantId' | 'clientId' | 'identityHeader' | 'seed' | 'throttling', string | undefined>
>;

export function makeOptions(given: Given): GraphSimulatorOptions {
  if (given.throttling && given.throttling !== 'off' && given.throttling !== 'documented') {
    throw new Error(`Throttling is off or documented, not '${given.throttling}'`);
  }
  return {
    ...(given.port ? { port: wholeNumber('port', given.port) } : {}),
    ...(given.tenantId ? { tenantId: given.tenantId } : {}),
    ...(given.clientId ? { clientId: given.clientId } : {}),
    ...(given.identityHeader ? { identityHeader: given.identityHeader } : {}),
    ...(given.seed ? { seed: wholeNumber('seed', given.seed) } : {}),
    throttling: given.throttling === 'documented' ? 'documented' : 'off',
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`The ${name} is a whole number, not '${text}'`);
  return Number(text);
}
