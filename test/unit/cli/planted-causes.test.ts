/** What was planted in the company's calls comes out of `show` as its sentence, on whichever day. */
import { describe, expect, test } from '@jest/globals';
import { type CompanyCall, lastVersion } from '../../../local/graph-simulator/company/company-call.ts';
import { companyRecord } from '../../../local/graph-simulator/company/company-record.ts';
import { makeCompany } from '../../../local/graph-simulator/company/people.ts';
import { makeWorkingDay } from '../../../local/graph-simulator/company/working-day.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { archiveDocument } from '../../support/archived-records.ts';
import { runCommand } from '../../support/cli-run.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';

const days = ['2026-11-23', '2026-11-24', '2026-11-25'];
const occasions = { allHands: false, congested: true };
const planted = days.flatMap((day) =>
  makeWorkingDay(makeCompany(), 'contoso', day, occasions).filter(({ cause }) => cause),
);
const archive = makeMemoryCallArchive(
  planted.map((call) => archiveDocument(expectedDocument(companyRecord(call, lastVersion(call))))),
);

/** What `show` says, on one line. */
async function show({ id }: CompanyCall): Promise<string> {
  const { exitCode, stdout } = await runCommand(['show', id, '--path', 'anywhere', '--no-call-log'], {
    archives: { open: async () => archive },
    terminal: 80,
  });
  // On a slow machine stderr has the progress.
  expect(exitCode).toBe(0);
  return stdout.replaceAll(/\s+/g, ' ');
}

const callsWith = (cause: CompanyCall['cause'], kind: CompanyCall['kind']) =>
  planted.filter((call) => call.cause === cause && call.kind === kind);

describe('show says of', () => {
  test.each<[string, CompanyCall['cause'], CompanyCall['kind'], RegExp[]]>([
    [
      'bad Wi-Fi at home',
      'bad-wifi',
      'groupCall',
      [
        /Tom Becker heard the others badly, and what Tom Becker said reached the others badly/,
        /\(jitter \d+ ms, limit 30\): likely Tom Becker's network \(Wi-Fi, signal \d+%\), since both directions were poor and 6 others had good media/,
      ],
    ],
    [
      'bad Wi-Fi in a call that was rated',
      'rated',
      'peerToPeer',
      [
        /Tom Becker and Anna Schmidt heard each other badly \(jitter \d+ ms, limit 30\): likely Tom Becker's network \(Wi-Fi, signal \d+%\)/,
        /Tom was hard to understand/,
      ],
    ],
    [
      'a congested office',
      'congested-line',
      'groupCall',
      [
        /\(round trip \d+ ms, limit 500\): likely the network 10\.20\.2\.0 that they share, since 3 others elsewhere had good media/,
      ],
    ],
    [
      'a call from a congested office',
      'congested-line',
      'peerToPeer',
      [
        /(Hanna Krüger and Katrin Scholz|Katrin Scholz and Hanna Krüger) heard each other badly \(round trip \d+ ms, limit 500\)/,
        /: likely .*Hanna Krüger's network \(wired\).*, since both directions were poor\./,
      ],
    ],
    [
      'a bad headset',
      'bad-headset',
      'peerToPeer',
      [
        /Nobody had poor media; Priya Nair's microphone \(Headset Microphone \(Fabrikam H110\)\) did not work for [\d.]+% of the call: likely the device/,
      ],
    ],
    [
      'a drop',
      'drop',
      'peerToPeer',
      [
        /Nobody had poor media; the call of Luca Moretti and Katrin Scholz dropped after 4:12 \(mid-call: The network connection was lost\)/,
      ],
    ],
    [
      'a call that never began',
      'not-connected',
      'peerToPeer',
      [
        /The call of Bob Okafor and Yuki Tanaka was not set up \(call set-up: The callee could not be reached\)/,
      ],
    ],
  ])('%s where it lies', async (_, cause, kind, sentences) => {
    const calls = callsWith(cause, kind);
    expect(calls).toHaveLength(days.length);
    for (const call of calls) {
      const shown = await show(call);
      for (const sentence of sentences) expect(shown).toMatch(sentence);
    }
  });

  test('every cause that is planted', () => {
    const tried = new Set(planted.map(({ cause }) => cause));
    expect(tried.size).toBe(6);
  });
});
