/**
 * The tables against the raw records: SQL over the files on one side, plain JSON.parse and the rules as Microsoft
 * publishes them on the other. Nothing of the product is used for what is expected.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeMixedDay } from '../../local/graph-simulator/generator/make-mixed-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { openSql, type Sql } from '../support/run-sql.ts';
import { makeDayTables, writeTables } from '../support/table-files.ts';
import { useFolders } from '../support/temporary-folder.ts';

// biome-ignore lint/suspicious/noExplicitAny: records as they are parsed.
type Json = any;

const makeFolder = useFolders();
const day = '2026-11-24';
const records: Json[] = [];
let sql: Sql;

beforeAll(async () => {
  const documents = [...makeMixedDay('tables', 2000, { day })].map((record) => ({
    id: record.id,
    version: record.version,
    document: expectedDocument(record),
  }));
  for (const { document } of documents) records.push(JSON.parse(document.toString('utf8')));
  const { tables, problems } = await makeDayTables(day, documents);
  expect(problems).toEqual([]);
  const root = await writeTables(await makeFolder(), day, tables);
  sql = await openSql();
  for (const table of ['calls', 'participants', 'sessions', 'streams'])
    await sql.rows(`CREATE VIEW ${table} AS SELECT * FROM '${root}/${table}/date=*/*.parquet'`);
}, 60_000);
afterAll(() => sql.close());

/** What one column holds: how many values, and their sum (of texts, of their lengths). */
interface Sum {
  count: number;
  sum: number;
}

const sums = new Map<string, Sum>();

/** Times as milliseconds, durations too, booleans as 0 and 1, texts by their length. */
function measure(value: Json): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return Date.parse(value);
  const [, minutes = '0', seconds] = /^PT(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(value) ?? [];
  return seconds === undefined ? [...value].length : Number(minutes) * 60_000 + Number(seconds) * 1000;
}

const units: Record<string, string> = {
  averageVideoFrameRate: 'average_video_frame_rate_fps',
  averageReceivedFrameRate: 'average_received_frame_rate_fps',
  averageBandwidthEstimate: 'average_bandwidth_estimate_bps',
  startDateTime: 'started_at',
  endDateTime: 'ended_at',
  streamDirection: 'direction',
  linkSpeed: 'link_speed_bps',
  basicServiceSetIdentifier: 'wifi_bssid',
  networkTransportProtocol: 'transport_protocol',
  wifiSignalStrength: 'wifi_signal_strength_percent',
  wifiBatteryCharge: 'wifi_battery_charge_percent',
  reflexiveIPAddress: 'reflexive_ip_address',
  relayIPAddress: 'relay_ip_address',
  cpuInsufficentEventRatio: 'cpu_insufficient_event_ratio',
  sentSignalLevel: 'sent_signal_level_db',
  receivedSignalLevel: 'received_signal_level_db',
  sentNoiseLevel: 'sent_noise_level_db',
  receivedNoiseLevel: 'received_noise_level_db',
  wifiRadioType: 'wifi_radio_type',
};
const durations = /(?:Jitter|RoundTripTime|Duration)$/;

function columnOf(member: string): string {
  const snake = member.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return units[member] ?? (durations.test(member) ? `${snake}_ms` : snake);
}

function add(prefix: string, object: Json): void {
  for (const [member, value] of Object.entries(object ?? {})) {
    if (value === null || Array.isArray(value) || member.includes('@odata')) continue;
    const column = `${prefix}${columnOf(member)}`;
    const known = sums.get(column) ?? { count: 0, sum: 0 };
    sums.set(column, { count: known.count + 1, sum: known.sum + measure(value) });
  }
}

function* eachStream(): Generator<{ key: string; call: Json; media: Json; stream: Json }> {
  for (const call of records)
    for (const [s, session] of call.sessions.entries())
      for (const [g, segment] of session.segments.entries())
        for (const [m, media] of segment.media.entries())
          for (const [n, stream] of media.streams.entries())
            yield { key: [call.id, s + 1, g + 1, m + 1, n + 1].join(' '), call, media, stream };
}

/** Microsoft's rules, from their page once more. */
function classify(label: string, stream: Json): string {
  const ms = (name: string) => (stream[name] == null ? undefined : measure(stream[name]));
  if (label.startsWith('main-audio')) {
    if (!(stream.packetUtilization > 500)) return 'unclassified';
    const trip = ms('averageRoundTripTime');
    const jitter = ms('averageJitter');
    const loss = stream.averagePacketLossRate ?? undefined;
    if (trip === undefined && jitter === undefined && loss === undefined) return 'unclassified';
    return (trip ?? 0) > 500 || (loss ?? 0) > 0.1 || (jitter ?? 0) > 30 ? 'poor' : 'good';
  }
  const rate = label.startsWith('applicationsharing') ? 2 : 7;
  if (stream.averageVideoFrameLossPercentage != null)
    return stream.averageVideoFrameLossPercentage > 50 ? 'poor' : 'good';
  if (stream.averageVideoFrameRate != null) return stream.averageVideoFrameRate < rate ? 'poor' : 'good';
  const loss = stream.postForwardErrorCorrectionPacketLossRate;
  return loss == null ? 'unclassified' : loss > 0.15 ? 'poor' : 'good';
}

describe('over 2,000 mixed calls', () => {
  test('every measure of every stream, network and device has the sum of the raw records', async () => {
    for (const { media, stream } of eachStream()) {
      add('', stream);
      const isReturn = stream.streamDirection === 'calleeToCaller';
      const [sender, receiver] = isReturn ? ['callee', 'caller'] : ['caller', 'callee'];
      for (const [end, side] of [
        ['sender', sender],
        ['receiver', receiver],
      ]) {
        add(`${end}_`, media[`${side}Network`]);
        add(`${end}_`, media[`${side}Device`]);
      }
    }
    expect(sums.size).toBeGreaterThan(110);
    const types = new Map(
      (await sql.rows('SELECT column_name AS n, column_type AS t FROM (DESCRIBE streams)')).map(
        ({ n, t }) => [n, t],
      ),
    );
    const values: Record<string, (column: string) => string> = {
      VARCHAR: (column) => `length(${column})`,
      BOOLEAN: (column) => `${column}::INT`,
      'TIMESTAMP WITH TIME ZONE': (column) => `epoch_ms(${column})`,
    };
    const selects = [...sums.keys()].map((column) => {
      const value = values[String(types.get(column))]?.(column) ?? column;
      return `SELECT '${column}' AS c, count(${column}) AS n, sum((${value})::DOUBLE) AS s FROM streams`;
    });
    const found = await sql.rows(selects.join(' UNION ALL '));
    for (const { c, n, s } of found) {
      const { count, sum } = sums.get(String(c)) ?? { count: 0, sum: 0 };
      expect([c, Number(n)]).toEqual([c, count]);
      expect([c, Math.abs(Number(s) - sum) <= 1e-9 * Math.abs(sum)]).toEqual([c, true]);
    }
    expect(found).toHaveLength(sums.size);
  });

  test('every stream has the verdict of Microsoft’s rules', async () => {
    const expected = new Map(
      [...eachStream()].map(({ key, media, stream }) => [key, classify(media.label, stream)]),
    );
    const found = await sql.rows(
      `SELECT concat_ws(' ', call_id, session_number, segment_number, media_number, stream_number) AS k, verdict FROM streams`,
    );
    const wrong = found.filter(({ k, verdict }) => expected.get(String(k)) !== verdict);
    expect(wrong).toEqual([]);
    expect(found).toHaveLength(expected.size);
    expect(new Set(expected.values())).toEqual(new Set(['good', 'poor', 'unclassified']));
  });

  test('calls, sessions and participants are counted as in the raw records', async () => {
    const sum = (count: (call: Json) => number) => records.reduce((total, call) => total + count(call), 0);
    const ids = (call: Json) => call.participants_v2.length;
    expect(
      await sql.rows(
        `SELECT count(*)::INT AS calls, sum(participants)::INT AS people, sum(sessions)::INT AS sessions, sum(streams)::INT AS streams,
           sum(failed_sessions)::INT AS failed, sum(duration_ms) AS duration FROM calls`,
      ),
    ).toEqual([
      {
        calls: records.length,
        people: sum(ids),
        sessions: sum((call) => call.sessions.length),
        streams: [...eachStream()].length,
        failed: sum(
          (call) =>
            call.sessions.filter((session: Json) =>
              [session, ...session.segments].some(
                ({ failureInfo }: Json) =>
                  failureInfo && Object.values(failureInfo).some((value) => value !== null),
              ),
            ).length,
        ),
        duration: sum((call) => Date.parse(call.endDateTime) - Date.parse(call.startDateTime)),
      },
    ]);
    expect(await sql.rows('SELECT count(*)::INT AS n FROM participants WHERE is_listed')).toEqual([
      { n: sum(ids) },
    ]);
    expect(
      await sql.rows(
        `SELECT count(*)::INT AS n FROM calls c WHERE poor_streams <> (SELECT count(*) FROM streams s WHERE s.call_id = c.call_id AND verdict = 'poor')
           OR sentence IS NULL`,
      ),
    ).toEqual([{ n: 0 }]);
  });
});
