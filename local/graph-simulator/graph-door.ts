/** The door of every Graph route: token and role, then throttling, then the route. */
import type { SimulatorCore } from './core.ts';
import type { Answer, GraphRequest } from './exchange.ts';
import { badRequest, graphError } from './graph-error.ts';
import { routes } from './routes.ts';

export async function answerGraph(request: GraphRequest, core: SimulatorCore): Promise<Answer> {
  const [, apiVersion, rest] = /^\/(v1\.0|beta)(\/.*)$/i.exec(request.path) ?? [];
  if (apiVersion === undefined || rest === undefined) return badRequest(request, 'Invalid version.');

  const here = routes.filter((route) => route.path.test(rest));
  const route = here.find((one) => one.method === request.method);
  const refusal =
    refuseToken(request, core, route?.roles ?? ['CallRecords.Read.All']) ?? refuseFlood(request, core);
  if (refusal !== undefined) return refusal;

  if (here.length === 0) {
    return badRequest(request, `Resource not found for the segment '${rest.split('/')[1] ?? ''}'.`);
  }
  if (route === undefined) {
    return graphError(request, 405, 'Request_BadRequest', 'Specified HTTP method is not allowed here.');
  }
  const names = (route.path.exec(rest) ?? []).slice(1).filter((name) => name !== undefined);
  return route.answer({ request, core, apiVersion: apiVersion.toLowerCase(), names });
}

function refuseToken(
  request: GraphRequest,
  core: SimulatorCore,
  roles: readonly string[],
): Answer | undefined {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return unauthorized(request, 'Access token is empty.');
  switch (core.tokens.judge(token, roles)) {
    case 'unknown':
      return unauthorized(request, 'Access token validation failure. Invalid signature.');
    case 'expired':
      return unauthorized(request, 'Lifetime validation failed, the token is expired.');
    case 'wrong-audience':
      return unauthorized(request, 'Access token validation failure. Invalid audience.');
    case 'role-missing':
      return graphError(
        request,
        403,
        'Forbidden',
        `Missing role permissions on the request. API requires one of '${roles.join(', ')}'. Roles on the request '${core.tokens.roles().join(', ')}'.`,
      );
    case 'ok':
      return undefined;
  }
}

function unauthorized(request: GraphRequest, message: string): Answer {
  return graphError(request, 401, 'InvalidAuthenticationToken', message, {
    'www-authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  });
}

function refuseFlood(request: GraphRequest, core: SimulatorCore): Answer | undefined {
  const refusal = core.throttle.admit(request.method, request.path);
  if (refusal === undefined) return undefined;
  request.log.throttledBy = refusal.limit;
  return graphError(request, 429, 'TooManyRequests', 'Too many requests.', {
    'retry-after': String(refusal.retryAfterSeconds),
  });
}
