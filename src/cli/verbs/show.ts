/** `call-archive show`: a readable account of one call, or what changed between two of its versions. */
import type { CallRow } from '../../model/call-row.ts';
import { compareVersions } from '../../reading/compare-versions.ts';
import { formatAccount } from '../../reading/format-account.ts';
import { showCall } from '../../reading/show-call.ts';
import { readCallId } from '../app/call-id-bodies.ts';
import { readSource, type SourceOptions } from '../archive-source.ts';
import { readTimeZone } from '../dates/read-window.ts';
import type { ExitName } from '../exit-codes.ts';
import { findVersion } from '../find-version.ts';
import { formatSeconds } from '../output/call-columns.ts';
import { formatJson } from '../output/format-json.ts';
import { makeReadingReport } from '../output/reading-report.ts';
import { writeText } from '../output/write-text.ts';
import type { World } from '../world.ts';

export interface ShowOptions extends SourceOptions {
  version?: string;
  diff?: string;
  timeZone: string;
  output: 'table' | 'json';
}

const widest = 100;

export async function show(text: string, options: ShowOptions, world: World): Promise<ExitName> {
  const callId = readCallId('Looking for a call', text);
  const zone = readTimeZone(options.timeZone);
  const archive = await world.archives.open(readSource(options, world.env));
  const report = makeReadingReport(world);
  const accountOf = async (version: string | undefined) => {
    const row: CallRow = await findVersion(archive, callId, version, report);
    return showCall(archive, row);
  };
  const account = await accountOf(options.version);
  if (options.diff === undefined) {
    const { stdout } = world;
    const width = stdout.isTTY ? Math.min(stdout.columns ?? 80, widest) : 80;
    const layout = {
      width,
      ...(zone !== 'UTC' && { formatTime: (time: Date) => formatSeconds(time, zone) }),
    };
    await print(options.output, account, () => formatAccount(account, layout), world);
  } else {
    const before = await accountOf(options.diff);
    const changes = compareVersions(before, account);
    const value = { callId, from: before.version, to: account.version, changes };
    await print(options.output, value, () => changes, world);
  }
  return report.exit();
}

async function print(
  output: ShowOptions['output'],
  value: object,
  lines: () => string[],
  { stdout }: World,
): Promise<void> {
  await writeText(stdout, output === 'json' ? `${formatJson(value, 2)}\n` : `${lines().join('\n')}\n`);
}
