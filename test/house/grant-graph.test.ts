/** infra/grant/grant-graph.sh and the hook that keeps the client state, with an `az` and an `azd` that only take notes. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { useAzureCommands } from '../support/azure-commands.ts';

const root = new URL('../..', import.meta.url).pathname;
const principal = '11111111-2222-4333-8444-555555555555';
const callRecords = '45bbb07e-7321-4fd7-a8f6-3ff27e6a81c8';
const pstnCalls = 'a2611786-80b3-417e-adaa-707d4261a5f0';

/** Answers as Graph does through `az rest --query … --output tsv`; `granted` holds what was posted. */
const az = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const words = process.argv.slice(2);
const valueOf = (name) => words[words.indexOf(name) + 1];
const call = { method: valueOf('--method'), url: valueOf('--url'), resource: valueOf('--resource') };
if (words.includes('--body')) call.body = JSON.parse(valueOf('--body'));
const folder = process.env.NOTES;
appendFileSync(folder + '/calls', JSON.stringify(call) + '\\n');
const query = valueOf('--query') || '';
const roles = { 'CallRecords.Read.All': '${callRecords}', 'CallRecord-PstnCalls.Read.All': '${pstnCalls}' };
if (process.env.SIGNED_OUT) { console.error('Please run az login'); process.exit(1); }
if (call.method === 'POST') {
  if (process.env.DENIED) { console.error('Forbidden'); process.exit(1); }
  appendFileSync(folder + '/granted', call.body.appRoleId + '\\n');
} else if (call.url.includes('/appRoleAssignments')) {
  const granted = existsSync(folder + '/granted') ? readFileSync(folder + '/granted', 'utf8') : '';
  console.log(granted.includes(/appRoleId=='([^']*)'/.exec(query)[1]) ? 1 : 0);
} else if (call.url.endsWith('select=id')) console.log('graph-id');
else console.log(roles[/value=='([^']*)'/.exec(query)[1]] || '');
`;

const { at, run, calls } = useAzureCommands<{ method: string; url: string; resource: string; body?: object }>(
  az,
);
const grant = (words: string[], env: Record<string, string> = {}) =>
  run('infra/grant/grant-graph.sh', words, env);
const posts = () => calls().filter(({ method }) => method === 'POST');

describe('grant-graph.sh', () => {
  test('grants the one role, by the id that Graph gives for it', () => {
    expect(grant(['--principal-id', principal])).toMatchObject({ status: 0, stderr: '' });
    expect(posts()).toEqual([
      {
        method: 'POST',
        url: 'https://graph.microsoft.com/v1.0/servicePrincipals/graph-id/appRoleAssignedTo',
        resource: 'https://graph.microsoft.com',
        body: { principalId: principal, resourceId: 'graph-id', appRoleId: callRecords },
      },
    ]);
  });

  test('changes nothing the second time', () => {
    grant(['--principal-id', principal]);
    expect(grant(['--principal-id', principal])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Granted already: CallRecords\.Read\.All/),
    });
    expect(posts()).toHaveLength(1);
  });

  test('takes what azd has in its environment', () => {
    expect(grant([], { IDENTITY_PRINCIPAL_ID: principal, GRAPH_CLOUD: 'usgov-high' }).status).toBe(0);
    expect(posts()[0]?.url).toMatch(/^https:\/\/graph\.microsoft\.us\//);
  });

  test.each([
    ['global', 'https://graph.microsoft.com'],
    ['usgov-high', 'https://graph.microsoft.us'],
    ['usgov-dod', 'https://dod-graph.microsoft.us'],
  ])('asks the Graph of %s, with a token for it', (cloud, origin) => {
    grant(['--principal-id', principal, '--cloud', cloud]);
    expect(calls().length).toBe(4);
    for (const { url, resource } of calls()) {
      expect(resource).toBe(origin);
      expect(url.startsWith(`${origin}/v1.0/servicePrincipals`)).toBe(true);
    }
  });

  test('grants the role for PSTN reports where it is wanted', () => {
    grant(['--principal-id', principal, '--role', 'CallRecord-PstnCalls.Read.All']);
    expect(posts().map(({ body }) => body)).toEqual([
      { principalId: principal, resourceId: 'graph-id', appRoleId: pstnCalls },
    ]);
  });

  test('only looks with --check', () => {
    expect(grant(['--principal-id', principal, '--check'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^NOT GRANTED/),
    });
    expect(posts()).toEqual([]);
    grant(['--principal-id', principal]);
    expect(grant(['--principal-id', principal, '--check']).status).toBe(0);
  });

  test.each([
    ['who may not grant', { DENIED: '1' }],
    ['who is not signed in', { SIGNED_OUT: '1' }],
  ])('tells one %s who may, with the command, and that the package comes afterwards', (_, env) => {
    const { status, stderr } = grant(['--principal-id', principal, '--cloud', 'usgov-dod'], env);
    expect(status).toBe(1);
    expect(stderr).toContain('Privileged Role Administrator');
    expect(stderr).toContain(`infra/grant/grant-graph.sh --principal-id ${principal} --cloud usgov-dod`);
    expect(stderr).toContain('only afterwards');
    expect(existsSync(at('granted'))).toBe(false);
  });

  test.each([
    [['--principal-id', 'call-archive'], /--principal-id must be the object id/],
    [[], /--principal-id must be the object id/],
    [['--principal-id'], /--principal-id needs a value/],
    [['--principal-id', principal, '--cloud', 'china'], /--cloud must be global/],
    [['--principal-id', principal, '--role', 'Directory.ReadWrite.All'], /--role must be/],
    [['--all'], /Unknown option --all/],
  ])('refuses %j before anything is asked', (words, message) => {
    expect(grant(words)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
    expect(existsSync(at('calls'))).toBe(false);
  });

  test('asks nobody where it is told that the permission is there', () => {
    expect(grant(['--principal-id', principal], { GRAPH_IS_GRANTED: 'true' }).status).toBe(0);
    expect(existsSync(at('calls'))).toBe(false);
  });

  test('says what to install where there is no Azure CLI', () => {
    rmSync(at('az'));
    const { status, stderr } = grant(['--principal-id', principal], { PATH: at('') });
    expect(status).toBe(1);
    expect(stderr).toContain('grant-graph.ps1');
  });
});

describe('grant-graph.ps1', () => {
  const text = readFileSync(join(root, 'infra/grant/grant-graph.ps1'), 'utf8');

  test('knows the same roles and clouds as the other script, and looks the ids up', () => {
    expect(text).toContain("[ValidateSet('CallRecords.Read.All', 'CallRecord-PstnCalls.Read.All')]");
    expect(text).toContain("[ValidateSet('global', 'usgov-high', 'usgov-dod')]");
    expect(text).toContain("'usgov-high' = 'USGov'; 'usgov-dod' = 'USGovDoD'");
    expect(text).not.toMatch(new RegExp(`${callRecords}|${pstnCalls}`));
  });

  test('says what is missing and who runs what, whatever went wrong on the way', () => {
    const [, tried = '', caught = ''] = /\ntry \{\n([\s\S]*)\n\}\ncatch \{\n([\s\S]*)$/.exec(text) ?? [];
    expect(tried).toContain('Connect-MgGraph -Environment');
    expect(tried).toContain('Install-Module Microsoft.Graph.Authentication, Microsoft.Graph.Applications');
    expect(caught).toMatch(/NOT GRANTED: \$\(\$Role.*\$PrincipalId\. \$_/);
    expect(caught).toContain('grant-graph.ps1 -PrincipalId $PrincipalId -Cloud $Cloud');
    expect(caught).toContain('grant-graph.sh --principal-id $PrincipalId --cloud $Cloud');
    expect(caught).toMatch(/exit 1\n\}\n$/);
  });
});

describe('keep-client-state.sh', () => {
  const keep = (env: Record<string, string> = {}) => run('infra/azd/keep-client-state.sh', [], env);

  test('makes a secret once that the template accepts, and shows it to nobody', () => {
    const { status, stdout, stderr } = keep();
    expect(status).toBe(0);
    const [, secret = ''] =
      /^env set NOTIFICATION_CLIENT_STATE ([0-9a-f]{64})\n$/.exec(readFileSync(at('azd-calls'), 'utf8')) ??
      [];
    expect(secret).toHaveLength(64);
    expect(stdout + stderr).not.toContain(secret);
  });

  test('leaves the one that is there', () => {
    expect(keep({ NOTIFICATION_CLIENT_STATE: 'there already' })).toMatchObject({ status: 0, stdout: '' });
    expect(existsSync(at('azd-calls'))).toBe(false);
  });
});
