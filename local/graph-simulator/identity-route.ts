/**
 * The managed-identity endpoint of App Service (IDENTITY_ENDPOINT, IDENTITY_HEADER), api-version 2019-08-01.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
import type { SimulatorCore } from './core.ts';
import type { Answer, GraphRequest } from './exchange.ts';

export function answerIdentity(request: GraphRequest, core: SimulatorCore): Answer {
  if (request.method !== 'GET') return refusal(405, 'Method not allowed');
  if (request.headers['x-identity-header'] !== core.settings.identityHeader) {
    return refusal(401, 'The X-IDENTITY-HEADER is missing or wrong');
  }
  if (request.query.get('api-version') !== '2019-08-01') return refusal(400, 'Unsupported api-version');
  const resource = request.query.get('resource');
  if (resource === null || resource === '') return refusal(400, 'The resource is missing');

  const clientId = request.query.get('client_id') ?? undefined;
  const known = core.settings.clientId;
  if (known !== undefined && clientId !== undefined && clientId.toLowerCase() !== known.toLowerCase()) {
    return refusal(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  }

  const { knownResource, tenantId } = core.settings;
  if (knownResource !== undefined && resource.replace(/\/$/, '') !== knownResource) {
    const words = `The resource principal named ${resource} was not found in the tenant named ${tenantId}.`;
    return refusal(400, `AADSTS500011: ${words}`);
  }

  const token = core.tokens.issue(resource, clientId);
  return json(200, {
    access_token: token.text,
    expires_on: String(Math.floor(token.expiresAtMs / 1000)),
    resource,
    token_type: 'Bearer',
    client_id: clientId ?? core.settings.appId,
  });
}

function refusal(statusCode: number, message: string): Answer {
  return json(statusCode, { statusCode, message });
}

function json(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}
