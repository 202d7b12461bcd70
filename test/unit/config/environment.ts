/** An environment that is right, to be spoiled setting by setting. */
import { readConfig } from '../../../src/config/read-config.ts';
import { ConfigurationError } from '../../../src/errors.ts';

export const tenantId = '11111111-1111-4111-8111-111111111111';
export const secret = 'a-secret-of-many-characters';
export const connectionString =
  'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0LWtleQ==;EndpointSuffix=core.windows.net';

type Changes = Record<string, string | undefined>;

export function makeEnvironment(changes: Changes = {}): Changes {
  return {
    GRAPH_TENANT_ID: tenantId,
    NOTIFICATION_CLIENT_STATE: secret,
    ArchiveStorage: connectionString,
    WEBSITE_HOSTNAME: 'calls.azurewebsites.net',
    ...changes,
  };
}

/** What is said about the environment with these changes; nothing when it is right. */
export function findProblems(changes: Changes): readonly string[] {
  try {
    readConfig(makeEnvironment(changes));
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
