/** Two days of the simulated company, as a downloaded archive with their call reports, and the tables made of it. */
import { hash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { companyRecord } from '../../local/graph-simulator/company/company-record.ts';
import { makeCompany } from '../../local/graph-simulator/company/people.ts';
import { companyReportRows } from '../../local/graph-simulator/company/report-rows.ts';
import { makeWorkingDay } from '../../local/graph-simulator/company/working-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { recordPath, reportPath } from '../../src/model/archive-path.ts';
import { runCommand } from './cli-run.ts';

const days = ['2026-11-24', '2026-11-25'] as const;
const tenantId = 'dc368399-474c-4d40-900c-6265431fd81f';

/** In the folder `root`; the tables are in `{root}/tables`, whose path is returned. */
export async function makeCompanyTables(root: string): Promise<string> {
  const company = makeCompany(tenantId);
  const manifest: string[] = [];
  for (const [i, day] of days.entries()) {
    const calls = makeWorkingDay(company, 'tables', day, { allHands: i === 0, congested: i === 0 });
    for (const [n, call] of calls.entries()) {
      const record = companyRecord(call);
      const document = expectedDocument(record);
      const put = async (version: string, bytes: Buffer, fetchedAt: string, reason: string) => {
        const blob = recordPath({ tenantId, callId: record.id, version, callDay: day });
        await write(join(root, 'call-records', blob), gzipSync(bytes));
        manifest.push(
          JSON.stringify({ blob, sha256: hash('sha256', bytes, 'hex'), fetched_at: fetchedAt, reason }),
        );
      };
      await put(record.version, document, `${day}T22:00:00.000Z`, 'notification');
      // Graph learns more of a few calls a day later.
      if (n % 40 !== 7) continue;
      const version = String(Number(record.version) + 1);
      const later = document.toString('utf8').replace(`"version":${record.version}`, `"version":${version}`);
      await put(
        version,
        Buffer.from(later),
        new Date(Date.parse(day) + 40 * 3_600_000).toISOString(),
        'reconcile',
      );
    }
    const reports: Record<string, readonly { raw(): string }[]> = { ...companyReportRows(calls) };
    for (const [report, rows] of Object.entries(reports))
      await write(
        join(root, 'call-reports', reportPath(tenantId, report, day, `${day.replaceAll('-', '')}T235959Z`)),
        gzipSync(rows.map(({ raw }) => `${raw()}\n`).join('')),
      );
  }
  await write(join(root, 'call-records', 'manifest.ndjson'), `${manifest.join('\n')}\n`);
  const tables = join(root, 'tables');
  const { exitCode, stderr } = await runCommand(['tables', '--path', root, '--into', tables]);
  if (exitCode !== 0) throw new Error(`Making the company's tables: ${stderr}`);
  return tables;
}

async function write(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
