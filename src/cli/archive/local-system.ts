/** The system that `npm start` runs on this machine: the file that says where it is, as long as it runs. */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { z } from 'zod';
import { isLoopback } from '../../model/loopback.ts';
import { CliError } from '../errors/cli-error.ts';

export interface LocalSystem {
  /** Address of the app. */
  app: string;
  /** Address of the readers' app, where it runs. */
  reader?: string | undefined;
  /** Connection string of its storage. */
  storage: string;
  tenantId: string;
}

const doing = 'Looking for the system on this machine';
const howToStart = 'Run npm start in another terminal, and leave it running.';
/** On loopback a port answers at once or never. */
const answerTimeoutMs = 2000;

const form = z.object({
  app: z.string().refine(isOnThisMachine),
  reader: z.string().refine(isOnThisMachine).optional(),
  storage: z.string().refine((text) => endpointsOf(text).every(isOnThisMachine)),
  tenantId: z.guid(),
});

export function formatLocalSystem(system: LocalSystem): string {
  return `${JSON.stringify(system, null, 2)}\n`;
}

/** Throws CliError unless the file is there, leads to this machine only, and its storage answers. */
export async function readLocalSystem(path: string): Promise<LocalSystem> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError('not-found', `${doing}: it is not running`, howToStart, cause);
  });
  const system = parseLocalSystem(text);
  if (!system) {
    throw new CliError(
      'usage',
      `${doing}: ${path} is not as npm start leaves it`,
      `Delete it. ${howToStart}`,
    );
  }
  const [endpoint = ''] = endpointsOf(system.storage);
  if (await answers(new URL(endpoint))) return system;
  throw new CliError(
    'not-found',
    `${doing}: nothing answers at ${new URL(endpoint).host}; npm start was killed and left ${path} behind`,
    howToStart,
  );
}

function parseLocalSystem(text: string): LocalSystem | undefined {
  try {
    return form.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isOnThisMachine(url: string): boolean {
  return isLoopback(URL.parse(url)?.hostname ?? '');
}

/** Those that a verb asks; empty where there is none. */
function endpointsOf(connectionString: string): string[] {
  const found = ['Blob', 'Table'].map(
    (service) => new RegExp(`(?:^|;)${service}Endpoint=([^;]*)`).exec(connectionString)?.[1],
  );
  return found.map((endpoint) => endpoint ?? '');
}

function answers({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: answerTimeoutMs });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
