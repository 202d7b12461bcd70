/** What was planted in the company's calls comes out of the tables, by questions that analysts ask. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { lastVersion } from '../../local/graph-simulator/company/company-call.ts';
import { companyRecord } from '../../local/graph-simulator/company/company-record.ts';
import { makeCompany } from '../../local/graph-simulator/company/people.ts';
import { makeWorkingDay } from '../../local/graph-simulator/company/working-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { openSql, type Sql } from '../support/run-sql.ts';
import { makeDayTables, writeTables } from '../support/table-files.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const day = '2026-11-24';
const calls = makeWorkingDay(makeCompany(), 'contoso', day, { allHands: true, congested: true });
let sql: Sql;

beforeAll(async () => {
  const documents = calls
    .map((call) => companyRecord(call, lastVersion(call)))
    .map((record) => ({ ...record, document: expectedDocument(record) }));
  const { tables, problems } = await makeDayTables(day, documents);
  expect(problems).toEqual([]);
  const root = await writeTables(await makeFolder(), day, tables);
  sql = await openSql();
  for (const table of ['calls', 'sessions', 'streams'])
    await sql.rows(`CREATE VIEW ${table} AS SELECT * FROM '${root}/${table}/date=*/*.parquet'`);
});
afterAll(() => sql.close());

const classified = `streams WHERE verdict IN ('good', 'poor')`;
const poorShare = `count(*) FILTER (verdict = 'poor') / count(*)`;

test.each<[question: string, query: string, answer: object[]]>([
  [
    'Who always has it poor?',
    `SELECT receiver_upn AS upn FROM ${classified} GROUP BY 1 HAVING ${poorShare} = 1`,
    [{ upn: 'tom.becker@contoso.com' }],
  ],
  [
    'Who is on Wi-Fi at 2.4 GHz, and how strong is it?',
    `SELECT DISTINCT receiver_name AS name, receiver_wifi_signal_strength_percent < 35 AS "isWeak" FROM streams
     WHERE receiver_wifi_band = 'frequency24GHz'`,
    [{ name: 'Tom Becker', isWeak: true }],
  ],
  [
    'Which subnet has the worst afternoon?',
    `SELECT receiver_subnet AS subnet FROM ${classified} AND hour(started_at) BETWEEN 12 AND 14
     AND receiver_kind IS NOT NULL GROUP BY 1 HAVING count(*) >= 10 ORDER BY ${poorShare} DESC LIMIT 1`,
    [{ subnet: '10.20.2.0' }],
  ],
  [
    'Was that subnet good in the morning?',
    `SELECT count(*) > 20 AS "isUsed", count(*) FILTER (verdict = 'poor') AS poor FROM ${classified}
     AND hour(started_at) < 12 AND receiver_subnet = '10.20.2.0' AND sender_name IS NULL`,
    [{ isUsed: true, poor: '0' }],
  ],
  [
    'Which headsets fail?',
    `SELECT DISTINCT sender_capture_device_name AS microphone, sender_name AS name FROM streams
     WHERE sender_capture_not_functioning_event_ratio >= 0.005`,
    [{ microphone: 'Headset Microphone (Fabrikam H110)', name: 'Priya Nair' }],
  ],
  [
    'Which calls dropped?',
    `SELECT caller_name AS caller, callee_name AS callee, failure_reason AS reason FROM sessions
     WHERE failure_stage = 'midcall'`,
    [
      {
        caller: 'Luca Moretti',
        callee: 'Katrin Scholz',
        reason: 'The network connection was lost',
      },
    ],
  ],
  [
    'Which calls never began?',
    `SELECT organizer_name AS caller FROM calls WHERE failure_stage = 'callSetup' AND streams = 0`,
    [{ caller: 'Bob Okafor' }],
  ],
  [
    'Who complained, and of what?',
    `SELECT caller_name AS name, caller_feedback_text AS text FROM sessions WHERE caller_rating IN ('bad', 'poor')`,
    [{ name: 'Anna Schmidt', text: 'Tom was hard to understand, his voice kept breaking up' }],
  ],
  [
    'What is said of the calls that an office shared?',
    `SELECT count(*) AS calls FROM calls WHERE sentence LIKE '%likely the network 10.20.2.0 that they share%'`,
    [{ calls: '1' }],
  ],
])('%s', async (_, query, answer) => {
  expect(await sql.rows(query)).toEqual(answer);
});
