/** `call-archive show`: a readable account of one call, or what changed between two of its versions. */
import { formatError } from '../../errors.ts';
import { makeCallToMatch, type RowMatch } from '../../model/match-call-log.ts';
import type { ReadingListener } from '../../ports/call-archive.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import { formatSeconds } from '../../reading/call-texts.ts';
import { compareVersions } from '../../reading/compare-versions.ts';
import { findCallLog } from '../../reading/find-call-log.ts';
import { formatCallLog } from '../../reading/format-call-log.ts';
import { listSessions } from '../../reading/list-sessions.ts';
import { type CallAccount, showCall } from '../../reading/show-call.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { findVersion } from '../archive/find-version.ts';
import { parseCallId } from '../call-id.ts';
import { parseTimeZoneOption } from '../dates/parse-window.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { formatJson } from '../output/format-json.ts';
import { terminalWidth } from '../output/terminal-width.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { writeAccount, writeAccountJson } from '../output/write-account.ts';
import { writeText } from '../output/write-text.ts';
import type { World } from '../world.ts';

export interface ShowOptions extends SourceOptions {
  version?: string;
  diff?: string;
  /** Every figure of every session. */
  all?: true;
  /** With the rows of the call reports that belong to the call. */
  callLog: boolean;
  timeZone: string;
  output: 'table' | 'json';
}

const maxWidth = 100;

export async function runShow(text: string, options: ShowOptions, world: World): Promise<ExitName> {
  const callId = parseCallId('Looking for a call', text);
  const layout = layoutFor(parseTimeZoneOption(options.timeZone), world);
  const source = parseSource(options, world.env);
  const archive = await world.archives.open(source);
  const listener = makeWorkListener(world);
  const read = async (version: string | undefined) => {
    const row = await findVersion(archive, callId, version, listener);
    return { row, account: await showCall(archive, row, { sessions: options.diff !== undefined }) };
  };
  const { row, account } = await read(options.version).finally(listener.clear);
  if (options.diff !== undefined) {
    const { account: before } = await read(options.diff);
    const changes = compareVersions(before, account);
    const value = { callId, from: before.version, to: account.version, changes };
    const isJson = options.output === 'json';
    await writeText(world.stdout, `${isJson ? formatJson(value, 2) : changes.join('\n')}\n`);
    return listener.exit();
  }
  const matches = options.callLog
    ? await findRows(await world.archives.openReports(source, row.tenantId), account, listener)
    : undefined;
  const sessions = () => listSessions(archive, row, account.people);
  if (options.output === 'json') {
    const callLog = matches?.map(describeMatch);
    await writeAccountJson({ account: { ...account, ...(callLog && { callLog }) }, sessions }, world.stdout);
  } else {
    const shown = { ...layout, all: options.all === true };
    await writeAccount({ account, sessions, layout: shown }, world.stdout);
    const lines = formatCallLog(matches ?? [], layout);
    if (lines.length > 0) await writeText(world.stdout, `${lines.join('\n')}\n`);
  }
  return listener.exit();
}

function layoutFor(zone: string, { stdout }: World) {
  return {
    width: Math.min(terminalWidth(stdout), maxWidth),
    formatTime: (time: Date) => `${formatSeconds(time, zone)}${zone === 'UTC' ? 'Z' : ''}`,
  };
}

/** A call is shown even if its call reports cannot be read; stderr says so. */
async function findRows(
  reports: ReportArchive,
  account: CallAccount,
  listener: ReadingListener,
): Promise<RowMatch[]> {
  const keys = account.people.map(({ key }) => key);
  try {
    return await findCallLog(reports, makeCallToMatch(account, keys), listener);
  } catch (error) {
    listener.signal?.throwIfAborted();
    listener.problem({ kind: 'unreadable', where: 'the call reports', why: formatError(error) });
    return [];
  }
}

/** With Graph's own row. */
function describeMatch({ row, certainty, because }: RowMatch) {
  return { report: row.report, certainty, because, row: JSON.parse(row.text) };
}
