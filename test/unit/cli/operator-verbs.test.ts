/** The operators' verbs against an app that listens: what is asked, what is printed, and the exit code. */
import { describe, expect, test } from '@jest/globals';
import { runCommand } from '../../support/cli-run.ts';
import { type AskedRoute, type FakeApp, type FakeReply, useFakeApps } from '../../support/fake-app.ts';

const callId = '937f63e3-6cfe-48e2-955f-292201beff4c';
const key = 'a-function-key';
const now = new Date('2026-11-21T12:00:00Z');
const nothing = { listed: 0, requested: 0, continues: false };

const startFakeApp = useFakeApps();
let app: FakeApp | undefined;

async function run(
  args: string[],
  answer: FakeReply | ((asked: AskedRoute) => FakeReply | undefined),
  terminal?: number,
) {
  app = await startFakeApp(typeof answer === 'function' ? answer : () => answer);
  const env = { CALL_ARCHIVE_URL: app.url, CALL_ARCHIVE_KEY: key };
  const ended = await runCommand(args, { env, now, ...(terminal !== undefined && { terminal }) });
  return { ...ended, asked: app.asked };
}

describe('backfill', () => {
  test('asks for the window, prints the counts on stdout and everything else on stderr', async () => {
    const body = { listed: 120, requested: 3, continues: true, note: 'the window was cut' };
    const { exitCode, stdout, stderr, asked } = await run(
      ['backfill', '--from', '2026-11-01', '--to', '2026-11-03', '-o', 'json'],
      { status: 202, body },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ listed: 120, requested: 3, continues: true }]);
    expect(stderr).toContain('the window was cut');
    expect(asked).toMatchObject([
      {
        route: 'POST /api/backfill',
        headers: { 'x-functions-key': key, 'content-type': 'application/json' },
        body: { from: '2026-11-01T00:00:00.000Z', to: '2026-11-04T00:00:00.000Z' },
      },
    ]);
  });

  test('reads dates in the zone that is named, and ends now without --to', async () => {
    const { asked } = await run(
      ['backfill', '--from', '7d', '--time-zone', 'Europe/Berlin', '--participant', 'p-1'],
      { status: 202, body: nothing },
    );
    expect(asked[0]?.body).toEqual({
      from: '2026-11-13T23:00:00.000Z',
      to: now.toISOString(),
      participantId: 'p-1',
    });
  });

  test('asks for many ids in parts that the app takes, each id once, and adds up', async () => {
    const ids = Array.from(
      { length: 1500 },
      (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    );
    const { stdout, asked } = await run(
      ['backfill', ...ids, ...ids.slice(0, 10), '-o', 'csv'],
      ({ body }) => ({
        status: 202,
        body: { listed: 0, requested: (body as { callIds: string[] }).callIds.length, continues: false },
      }),
    );
    expect(asked).toHaveLength(2);
    expect(stdout).toBe('listed,requested,continues\r\n0,1500,false\r\n');
  });

  test('says what remains requested when a later part fails', async () => {
    const ids = Array.from(
      { length: 1001 },
      (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    );
    let parts = 0;
    const { exitCode, stderr, stdout } = await run(['backfill', ...ids], () => {
      parts += 1;
      if (parts === 1) return { status: 202, body: { ...nothing, requested: 1000 } };
      return {
        status: 503,
        body: { error: { code: 'StorageUnavailable', message: 'Backfilling: storage failed' } },
      };
    });
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('What was requested stays requested: 1000 calls');
    expect(stderr).toContain('Backfilling: storage failed');
  });

  test.each([
    ['no window and no ids', ['backfill'], 'no calls are given'],
    ['both', ['backfill', callId, '--from', '7d'], 'cannot be combined'],
    ['a malformed id', ['backfill', 'abc'], '"abc" is not a call id'],
    ['a malformed time', ['backfill', '--from', 'soon'], '--from: "soon" is not a time'],
    [
      'an unknown zone',
      ['backfill', '--from', '7d', '--time-zone', 'Mars/Base'],
      '"Mars/Base" is not a time zone',
    ],
    ['an empty window', ['backfill', '--from', 'today', '--to', 'yesterday'], '--from must be before --to'],
    ['an unknown option', ['backfill', '--fro', '7d'], 'Did you mean --from?'],
    ['an unknown form', ['backfill', '--from', '7d', '-o', 'xml'], 'Allowed choices are table, json'],
  ])('refuses %s with exit code 2, and asks nothing', async (_, args, words) => {
    const { exitCode, stdout, stderr, asked } = await run(args, { status: 202, body: nothing });
    expect({ exitCode, stdout, asked }).toEqual({ exitCode: 2, stdout: '', asked: [] });
    expect(stderr).toContain(words);
  });
});

describe('seal', () => {
  test.each([
    [[], { from: '2026-11-20', to: '2026-11-20' }],
    [
      ['--from', '2026-03-02', '--because', 'erasure'],
      { from: '2026-03-02', to: '2026-03-02', because: 'erasure' },
    ],
    [['--from', '2026-03', '--to', '2026-04'], { from: '2026-03-01', to: '2026-04-30' }],
  ])('asks for the days of %j', async (args, days) => {
    const { exitCode, stdout, stderr, asked } = await run(['seal', ...args, '-o', 'json'], (one) => ({
      status: 202,
      body: one.body,
    }));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ requested: true, ...days }]);
    expect(stderr).toContain('The app seals these days');
    expect(asked).toMatchObject([{ route: 'POST /api/seal', body: days }]);
  });

  test('shows what the app refuses, and takes no other reason', async () => {
    const refused = { error: { code: 'FutureWindow', message: 'Sealing: these days are in the future' } };
    const { exitCode, stderr } = await run(['seal', '--from', '2027-01-01'], { status: 400, body: refused });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('in the future')]);
    expect((await run(['seal', '--because', 'boredom'], { body: {} })).exitCode).toBe(2);
  });
});

describe('reconcile and redrive', () => {
  test('ask for a full reconcile', async () => {
    const { exitCode, stdout, asked } = await run(['reconcile', '--full', '-o', 'ndjson'], {
      status: 202,
      body: { full: true },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '{"requested":true,"full":true}\n' });
    expect(asked).toMatchObject([{ route: 'POST /api/reconcile', body: { full: true } }]);
  });

  test('ask for everything that is open, or for the calls that are named', async () => {
    const all = await run(['redrive'], { status: 202, body: { requested: 7 } });
    expect(all.stdout).toBe('requested\n7\n');
    expect(all.asked).toMatchObject([{ route: 'POST /api/redrive', body: {} }]);
    const one = await run(['redrive', callId.toUpperCase()], { status: 202, body: { requested: 1 } });
    expect(one.asked[0]?.body).toEqual({ callIds: [callId] });
  });
});

const report = {
  status: 'at-risk',
  checkedAt: '2026-11-21T12:00:00.000Z',
  version: '0.1.0',
  checks: [
    { name: 'subscription', state: 'ok', facts: { expiresAt: '2026-11-24T08:54:40Z' }, advice: '' },
    {
      name: 'reconcile',
      state: 'fail',
      facts: { endedAt: '2026-11-20T01:17:00Z', note: 'a\u001b[31mred' },
      advice:
        'The timer did not run. Look at the log of the function "reconcile" for reconciling.failed, and at the setting RECONCILE_SCHEDULE.',
    },
  ],
};

describe('status', () => {
  test('ends with 6 when something is at risk, and with 0 when nothing is', async () => {
    expect((await run(['status'], { body: report })).exitCode).toBe(6);
    expect((await run(['status'], { body: { ...report, status: 'ok' } })).exitCode).toBe(0);
  });

  test('fits 80 columns, says what to do, and sends no control characters to the terminal', async () => {
    const { stdout, asked } = await run(['status'], { body: report });
    expect(asked).toMatchObject([{ route: 'GET /api/status', headers: { 'x-functions-key': key } }]);
    expect(stdout).toContain('ok    subscription  expiresAt 2026-11-24T08:54:40Z');
    expect(stdout).toMatch(/fail {2}reconcile {5}endedAt .*, note\n? *a\\u001b\[31mred/);
    expect(stdout).toContain('The timer did not run.');
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('prints the whole report as JSON, and its checks as rows', async () => {
    expect(JSON.parse((await run(['status', '-o', 'json'], { body: report })).stdout)).toEqual(report);
    const lines = (await run(['status', '-o', 'ndjson'], { body: report })).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(report.checks);
  });

  test('is coloured on a terminal, unless NO_COLOR is set', async () => {
    const { stdout } = await run(['status'], { body: report }, 80);
    expect(stdout).toContain('\u001b[31mfail\u001b[39m');
    const env = { CALL_ARCHIVE_URL: app?.url ?? '', NO_COLOR: '1' };
    expect((await runCommand(['status'], { env, terminal: 80 })).stdout).not.toContain('\u001b');
  });
});

describe('doctor', () => {
  const finding = (state: string, advice = '') => ({
    name: `is-${state}`,
    state,
    facts: { seen: 1 },
    advice,
  });
  const diagnosis = (...checks: object[]) => ({
    status: 'ok',
    checkedAt: '2026-11-21T12:00:00Z',
    version: '1',
    checks,
  });

  test('ends with 1 when a check failed, and with 0 when one only warns', async () => {
    const failed = await run(['doctor'], { body: diagnosis(finding('ok'), finding('fail')) });
    expect(failed.exitCode).toBe(1);
    expect(failed.asked).toMatchObject([{ route: 'GET /api/doctor' }]);
    expect((await run(['doctor'], { body: diagnosis(finding('ok'), finding('warn')) })).exitCode).toBe(0);
  });

  test('keeps the command that corrects it on one line, and wraps what stands before it', async () => {
    const command = `az rest --method POST ${'--headers a=b '.repeat(10)}`.trim();
    const words = `${'The role is missing. '.repeat(8)}To grant it:`;
    const { stdout } = await run(['doctor'], { body: diagnosis(finding('fail', `${words}\n${command}`)) });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
    expect(lines.at(-1)).toBe(command);
    expect(lines.slice(3, -1).join(' ')).toBe(words);
    expect(lines.slice(0, -1).every((line) => line.length <= 80)).toBe(true);
  });
});

describe('an app that cannot be asked', () => {
  test.each<[string, FakeReply, number, string]>([
    ['a wrong key', { status: 401, body: '' }, 4, 'did not accept the key (401)'],
    [
      'a refusal',
      { status: 400, body: { error: { code: 'X', message: 'The app says why' } } },
      2,
      'The app says why',
    ],
    ['no such route', { status: 404, body: '' }, 3, 'has no /api/status'],
    ['throttling', { status: 429, headers: { 'retry-after': '17' }, body: '' }, 7, 'in 17 seconds'],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://login.example.org' }, body: '' },
      1,
      'Redirects are not followed',
    ],
    ['an app that is down', { status: 503, body: 'The service is unavailable.' }, 1, 'answered 503'],
    ['a page in place of JSON', { status: 200, body: '<html>' }, 1, 'not JSON'],
    ['another form', { status: 200, body: { status: 'fine' } }, 1, 'not of the expected form (status'],
  ])('is explained: %s', async (_, reply, exitCode, words) => {
    const ended = await run(['status'], reply);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toMatch(/\n {4}at /);
    expect(ended.stderr).not.toContain(key);
  });

  test('is explained: nothing listens there', async () => {
    const gone = await startFakeApp(() => undefined);
    await gone.close();
    const { exitCode, stderr } = await runCommand(['status', '--url', gone.url]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`no connection (ECONNREFUSED) from ${gone.url}`);
  });

  test.each([
    ['no address', {}],
    ['no URL', { CALL_ARCHIVE_URL: 'my-archive' }],
    ['plain HTTP over a network', { CALL_ARCHIVE_URL: 'http://my-archive.example.org' }],
    ['a key in the address', { CALL_ARCHIVE_URL: 'https://my-archive.example.org/?code=SECRET' }],
  ])('is not asked: %s', async (_, env: Record<string, string>) => {
    const { exitCode, stderr } = await runCommand(['status'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Set CALL_ARCHIVE_URL');
    expect(stderr).not.toContain('SECRET');
  });

  test('is not asked with a key that is none, and the key is not shown', async () => {
    const env = { CALL_ARCHIVE_URL: 'https://my-archive.example.org', CALL_ARCHIVE_KEY: 'SEC\nRET' };
    const { exitCode, stderr } = await runCommand(['status'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Reading CALL_ARCHIVE_KEY');
    expect(stderr).not.toMatch(/SEC|RET/);
  });

  test('has its routes below the address, with or without /api', async () => {
    app = await startFakeApp(() => ({ body: { ...report, status: 'ok' } }));
    for (const end of ['', '/', '/api', '/api/', '/gateway/archive/']) {
      await runCommand(['status', '--url', app.url + end]);
    }
    expect(app.asked.map(({ route }) => route)).toEqual([
      ...Array.from({ length: 4 }, () => 'GET /api/status'),
      'GET /gateway/archive/api/status',
    ]);
  });
});

test('with --debug an error says where it came from', async () => {
  const { stderr } = await runCommand(['status', '--url', 'http://127.0.0.1:1', '--debug']);
  expect(stderr).toMatch(/CliError: Reading the status.*\n {4}at /);
  expect(stderr).toContain('Caused by:');
});
