/** infra/grant/grant-reader.sh and its hook for azd, with an `az` that keeps a small directory in a file, and an `azd`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { useAzureCommands } from '../support/azure-commands.ts';

const root = new URL('../..', import.meta.url).pathname;
const app = 'func-call-archive-reader-abc';
const url = `https://${app}.azurewebsites.net`;
const identity = '11111111-2222-4333-8444-555555555555';
const person = '22222222-2222-4333-8444-555555555555';
const group = '33333333-2222-4333-8444-555555555555';
const clientId = '44444444-2222-4333-8444-555555555555';
const registration = ['--app', app, '--url', url, '--principal-id', identity];

/** Answers as Graph does through `az rest --query … --output tsv`. What was written is in `directory.json`. */
const az = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
const folder = process.env.NOTES;
if (process.env.SIGNED_OUT) { console.error('Please run az login'); process.exit(1); }
if (words[0] === 'account') { console.log('tenant-id'); process.exit(0); }
const valueOf = (name) => words[words.indexOf(name) + 1];
const [method, url, query] = [valueOf('--method'), decodeURIComponent(valueOf('--url')), valueOf('--query') || ''];
const body = words.includes('--body') ? JSON.parse(valueOf('--body')) : undefined;
appendFileSync(folder + '/calls', JSON.stringify({ method, url, resource: valueOf('--resource'), prefers: words.includes('Prefer=create-if-missing'), body }) + '\\n');
const file = folder + '/directory.json';
const directory = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { kept: {}, grants: [], assigned: [] };
if (method !== 'GET' && process.env.DENIED) { console.error('Forbidden'); process.exit(1); }
const path = url.replace(/^.*\\/v1.0\\//, '').replace(/\\?.*$/, '');
if (method === 'PATCH') directory.kept[path] = { ...directory.kept[path], ...body };
else if (path === 'oauth2PermissionGrants') {
  if (method === 'POST') directory.grants.push(body);
  else console.log(directory.grants.length);
} else if (path.endsWith('/appRoleAssignedTo')) directory.assigned.push(body);
else if (path.endsWith('/appRoleAssignments')) {
  const [, role, who] = /appRoleId=='(.*)' && principalId=='(.*)'/.exec(query);
  console.log(directory.assigned.filter((one) => one.appRoleId === role && one.principalId === who).length);
} else if (path.startsWith('applications')) {
  if (!directory.kept[path]) { console.error('Request_ResourceNotFound'); process.exit(3); }
  console.log('${clientId}');
} else if (path.includes("appId='00000003-")) console.log('graph-id');
else if (path.includes("appId='${clientId}'")) console.log('reader-id');
else if (path === 'servicePrincipals/reader-id') {
  const { appRoles } = Object.values(directory.kept).find((one) => one.appRoles);
  console.log(appRoles.find(({ value }) => value === /value=='(.*)'/.exec(query)[1]).id);
} else if (path === 'users/anna@contoso.com') console.log('${person}');
else if (path === 'directoryObjects/${group}') console.log('#microsoft.graph.group');
else if (path === 'directoryObjects/${identity}') console.log('#microsoft.graph.device');
else { console.error('Request_ResourceNotFound'); process.exit(3); }
writeFileSync(file, JSON.stringify(directory));
`;

const { at, run, calls } = useAzureCommands<{
  method: string;
  url: string;
  resource: string;
  prefers: boolean;
}>(az);
const grant = (words: string[], env: Record<string, string> = {}) =>
  run('infra/grant/grant-reader.sh', words, env);
const directory = () => JSON.parse(readFileSync(at('directory.json'), 'utf8'));

describe('grant-reader.sh registers', () => {
  test('an app of this tenant that the identity vouches for, in which everybody needs a role', () => {
    expect(grant(registration)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(new RegExp(`\nREADER_CLIENT_ID=${clientId}\n$`)),
    });
    const { kept, grants } = directory();
    expect(kept[`applications(uniqueName='${app}')`]).toMatchObject({
      displayName: app,
      signInAudience: 'AzureADMyOrg',
      web: {
        redirectUris: [`${url}/.auth/login/aad/callback`],
        implicitGrantSettings: { enableIdTokenIssuance: true },
      },
      api: { requestedAccessTokenVersion: 2 },
    });
    expect(
      kept[`applications(appId='${clientId}')/federatedIdentityCredentials(name='reader-identity')`],
    ).toEqual({
      issuer: 'https://login.microsoftonline.com/tenant-id/v2.0',
      subject: identity,
      audiences: ['api://AzureADTokenExchange'],
    });
    expect(kept[`servicePrincipals(appId='${clientId}')`]).toEqual({ appRoleAssignmentRequired: true });
    expect(grants).toEqual([
      {
        clientId: 'reader-id',
        consentType: 'AllPrincipals',
        resourceId: 'graph-id',
        scope: 'openid profile email',
      },
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/password|secret|preAuthorized/i);
  });

  test('with no way to write but creating what is missing', () => {
    grant(registration);
    const writes = calls().filter(({ method }) => method !== 'GET');
    expect(writes.map(({ method, prefers }) => [method, prefers])).toEqual([
      ['PATCH', true],
      ['PATCH', true],
      ['PATCH', true],
      ['POST', false],
    ]);
  });

  test('and changes nothing the second time', () => {
    grant(registration);
    const first = directory();
    expect(grant(registration).status).toBe(0);
    expect(directory()).toEqual(first);
  });

  test('what azd has in its environment', () => {
    const env = { READER_APP_NAME: app, READER_URL: url, READER_PRINCIPAL_ID: identity };
    expect(grant([], env).status).toBe(0);
    expect(directory().kept).toHaveProperty([`applications(uniqueName='${app}')`]);
  });

  test.each([
    ['usgov-high', 'https://graph.microsoft.us'],
    ['usgov-dod', 'https://dod-graph.microsoft.us'],
  ])('in %s, whose Graph, sign-in and audience are others', (cloud, origin) => {
    grant([...registration, '--cloud', cloud]);
    for (const { url: asked, resource } of calls()) {
      expect(resource).toBe(origin);
      expect(asked.startsWith(`${origin}/v1.0/`)).toBe(true);
    }
    expect(Object.values(directory().kept)).toContainEqual({
      issuer: 'https://login.microsoftonline.us/tenant-id/v2.0',
      subject: identity,
      audiences: ['api://AzureADTokenExchangeUSGov'],
    });
  });

  test('the Azure CLI as a program that may ask for people, where that is wanted', () => {
    grant([...registration, '--allow-azure-cli']);
    const { kept } = directory();
    const [scope] = kept[`applications(uniqueName='${app}')`].api.oauth2PermissionScopes;
    expect(kept[`applications(appId='${clientId}')`].api.preAuthorizedApplications).toEqual([
      { appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', delegatedPermissionIds: [scope.id] },
    ]);
  });
});

describe('grant-reader.sh gives roles', () => {
  const give = (role: string, who: string, env: Record<string, string> = {}) =>
    grant(['--app', app, '--role', role, '--to', who], env);
  const roleId = (role: string): string =>
    directory().kept[`applications(uniqueName='${app}')`].appRoles.find(
      ({ value }: { value: string }) => value === role,
    ).id;

  const keepRegistration = () => {
    const asInFile = JSON.parse(readFileSync(join(root, 'infra/grant/reader-registration.json'), 'utf8'));
    const kept = { [`applications(uniqueName='${app}')`]: asInFile };
    writeFileSync(at('directory.json'), JSON.stringify({ kept, grants: [], assigned: [] }));
  };

  test.each([
    ['a person', 'Calls.Read', 'anna@contoso.com', person, `users/${person}`],
    ['a group', 'Archive.Audit', group, group, `groups/${group}`],
  ])('to %s, once', (_, role, who, id, path) => {
    keepRegistration();
    expect(give(role, who)).toMatchObject({ status: 0, stdout: `Given: ${role} to ${who}.\n` });
    expect(give(role, who)).toMatchObject({ status: 0, stdout: `Given already: ${role} to ${who}.\n` });
    expect(directory().assigned).toEqual([
      { principalId: id, resourceId: 'reader-id', appRoleId: roleId(role) },
    ]);
    expect(calls().some(({ url: asked }) => asked.includes(`/${path}/appRoleAssignments?`))).toBe(true);
  });

  test('to nothing else', () => {
    keepRegistration();
    expect(give('Calls.Read', identity)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is a device'),
    });
    expect(directory().assigned).toEqual([]);
  });

  test('only once the app is registered, which it says', () => {
    expect(give('Calls.Read', 'anna@contoso.com')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`There is no registration of ${app} yet`),
    });
  });
});

describe('grant-reader.sh refuses', () => {
  test.each([
    ['who may not', { DENIED: '1' }],
    ['who is not signed in', { SIGNED_OUT: '1' }],
  ])('and tells one %s who may, with both commands', (_, env) => {
    const { status, stdout, stderr } = grant([...registration, '--cloud', 'usgov-dod'], env);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Cloud Application Administrator');
    expect(stderr).toContain(
      `infra/grant/grant-reader.sh --app ${app} --url ${url} --principal-id ${identity} --cloud usgov-dod`,
    );
    expect(stderr).toContain(
      `infra/grant/grant-reader.ps1 -App ${app} -Url ${url} -PrincipalId ${identity} -Cloud usgov-dod`,
    );
  });

  test.each([
    [[], /--app must be the name/],
    [['--app'], /--app needs a value/],
    [['--app', "x'y", ...registration.slice(2)], /--app must be the name/],
    [[...registration, '--url', 'http://example.org'], /--url must be an origin/],
    [[...registration, '--url', 'https://example.org/x|y'], /--url must be an origin/],
    [[...registration, '--principal-id', 'call-archive'], /--principal-id must be the object id/],
    [[...registration, '--cloud', 'china'], /--cloud must be global/],
    [['--app', app, '--role', 'Calls.Write', '--to', person], /--role must be/],
    [['--app', app, '--role', 'Calls.Read'], /--to must be/],
    [['--app', app, '--to', person], /--role must be/],
    [['--app', app, '--role', 'Calls.Read', '--to', "anna@x'y"], /--to must be/],
    [['--all'], /Unknown option --all/],
  ])('%j before anything is asked', (words, message) => {
    expect(grant(words)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
    expect(existsSync(at('calls'))).toBe(false);
  });
});

describe('grant-reader.ps1', () => {
  const bash = readFileSync(join(root, 'infra/grant/grant-reader.sh'), 'utf8');
  const power = readFileSync(join(root, 'infra/grant/grant-reader.ps1'), 'utf8');
  const listIn = (text: string, pattern: RegExp) => [...new Set(text.match(pattern))].sort();

  test.each([
    ['roles', /\b(?:Calls\.Read(?:\.\w+)?|Archive\.Audit)\b/g],
    ['clouds', /\busgov-\w+\b/g],
    ['ids', /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g],
    ['origins and audiences', /\b(?:https:\/\/login|api:\/\/)[\w./]+/g],
    ['scopes of the sign-in', /\bopenid profile email\b/g],
  ])('has the %s of the other script', (_, pattern) => {
    expect(listIn(bash, pattern).length).toBeGreaterThan(0);
    expect(listIn(power, pattern)).toEqual(listIn(bash, pattern));
  });

  test('tells, whatever went wrong, who runs what', () => {
    const [, tried = '', caught = ''] = /\ntry \{\n([\s\S]*)\n\}\ncatch \{\n([\s\S]*)$/.exec(power) ?? [];
    expect(tried).toContain('Install-Module Microsoft.Graph.Authentication');
    expect(caught).toContain('Application Administrator');
    expect(caught).toMatch(/exit 1\n\}\n$/);
  });
});

describe('register-reader.sh, the hook of azd', () => {
  const hook = (env: Record<string, string>) =>
    run('infra/azd/register-reader.sh', [], {
      READER_APP_NAME: app,
      READER_URL: url,
      READER_PRINCIPAL_ID: identity,
      ...env,
    });

  test('registers once and keeps the client id', () => {
    expect(hook({ READER_IS_DEPLOYED: 'true' })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Once more, so that it knows: azd provision'),
    });
    expect(readFileSync(at('azd-calls'), 'utf8')).toBe(`env set READER_CLIENT_ID ${clientId}\n`);
  });

  test.each([
    ['there is no readers’ app', { READER_IS_DEPLOYED: 'false' }],
    ['it is registered', { READER_IS_DEPLOYED: 'true', READER_CLIENT_ID: clientId }],
  ])('does nothing where %s', (_, env) => {
    expect(hook(env)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(existsSync(at('calls'))).toBe(false);
  });

  test('does not hold up the archive where one may not register, and says what to do', () => {
    const { status, stdout, stderr } = hook({ READER_IS_DEPLOYED: 'true', DENIED: '1' });
    expect(status).toBe(0);
    expect(stderr).toContain('infra/grant/grant-reader.sh --app');
    expect(stdout).toContain('azd env set READER_CLIENT_ID');
    expect(existsSync(at('azd-calls'))).toBe(false);
  });
});
