/**
 * Plays App Service authentication (with Entra, sign-in required) before the app, as far as a reader and the app see it:
 * https://learn.microsoft.com/azure/app-service/overview-authentication-authorization
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  claimsOf,
  identityHeaders,
  isIdentityHeader,
  makeSessions,
  type Session,
  sessionCookie,
} from './session.ts';
import { formatSignedOutPage, formatSignInPage } from './sign-in-page.ts';

export interface AuthenticationOptions {
  /** Paths that everybody may ask for. */
  excludedPaths: readonly string[];
  /** App roles that one can pick. */
  roles: readonly string[];
}

/** True when it has answered; otherwise the request goes on to the app, with the headers that the platform puts there. */
export type Authenticate = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const maxFormBytes = 64 * 1024;
const signInPath = '/.auth/login/aad';

export function makeAuthenticate({ excludedPaths, roles }: AuthenticationOptions): Authenticate {
  const sessions = makeSessions();

  async function answerAuthPath(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    session: Session | undefined,
  ): Promise<void> {
    const { method } = request;
    if (url.pathname === signInPath && method === 'POST') {
      const form = new URLSearchParams(await readText(request));
      const name = form.get('name')?.trim() || 'reader@contoso.example';
      const value = sessions.begin({ id: idOf(name), name, roles: form.getAll('role') });
      response.setHeader('set-cookie', `${sessionCookie}=${value}; path=/; httponly; samesite=lax`);
      return redirect(response, localPath(form.get('post_login_redirect_uri')));
    }
    if (url.pathname === signInPath) {
      const target = localPath(url.searchParams.get('post_login_redirect_uri'));
      return send(response, 200, 'text/html; charset=utf-8', formatSignInPage(roles, target));
    }
    if (url.pathname === '/.auth/logout') {
      sessions.end(request.headers.cookie);
      response.setHeader('set-cookie', `${sessionCookie}=; path=/; httponly; samesite=lax; max-age=0`);
      const target = url.searchParams.get('post_logout_redirect_uri');
      return redirect(response, target === null ? '/.auth/logout/complete' : localPath(target));
    }
    if (url.pathname === '/.auth/logout/complete') {
      return send(response, 200, 'text/html; charset=utf-8', formatSignedOutPage());
    }
    if (url.pathname === '/.auth/me' && session) {
      const me = [{ provider_name: 'aad', user_id: session.name, user_claims: claimsOf(session) }];
      return send(response, 200, 'application/json', JSON.stringify(me));
    }
    return send(response, url.pathname === '/.auth/me' ? 401 : 404, 'text/plain', '');
  }

  return async (request, response) => {
    const url = URL.parse(request.url ?? '', `http://${request.headers.host}`);
    if (!url) return false;
    const headers = request.headersDistinct;
    for (const name of Object.keys(headers)) if (isIdentityHeader(name)) delete headers[name];
    const session = sessions.find(request.headers.cookie);
    if (url.pathname === '/.auth' || url.pathname.startsWith('/.auth/')) {
      await answerAuthPath(url, request, response, session);
      return true;
    }
    if (session)
      for (const [name, value] of Object.entries(identityHeaders(session))) headers[name] = [value];
    if (session || excludedPaths.includes(url.pathname)) return false;
    if (isBrowser(request)) {
      const target = encodeURIComponent(`${url.pathname}${url.search}`);
      redirect(response, `${signInPath}?post_login_redirect_uri=${target}`);
    } else {
      response.setHeader('www-authenticate', `Bearer realm="${url.host}"`);
      send(response, 401, 'text/plain', 'You do not have permission to view this directory or page.');
    }
    return true;
  };
}

function isBrowser({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
}

/** The same name is always the same person. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name.toLowerCase()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Of this server only. */
function localPath(target: string | null): string {
  const url = URL.parse(target ?? '/', 'http://local.invalid');
  return url?.hostname === 'local.invalid' ? `${url.pathname.replace(/^\/+/, '/')}${url.search}` : '/';
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxFormBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'content-length': 0 }).end();
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
