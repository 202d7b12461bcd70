/** The days of a downloaded archive that tables can be made of, each with its newest manifest where it was sealed. */
import { ShapeError } from '../errors.ts';
import { parseRecordPath, parseReportPath } from '../model/archive-path.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { parseSealPath, proofContainer, sealPath, sealPrefix } from '../proof/proof-paths.ts';
import { maxSealBytes, parseSeal } from '../proof/seal.ts';
import type { TableDay } from './table-task.ts';

/** The oldest first. Throws ShapeError at a seal that cannot be read, and at a second tenant. */
export async function findTableDays(
  files: HeldFiles,
  range: { first?: string; last?: string },
): Promise<TableDay[]> {
  const days = new Map<string, TableDay>();
  const { first = '', last = '9999-12-31' } = range;
  const isAsked = (day: string) => day >= first && day <= last;
  let owner: string | undefined;
  for await (const { tenantId, day } of listDays(files)) {
    owner ??= tenantId;
    if (tenantId !== owner)
      throw new ShapeError('Making tables: the folder holds several tenants. Keep one tenant in a folder');
    if (isAsked(day) && !days.has(day)) days.set(day, { tenantId, day });
  }
  for await (const { path } of files.list(proofContainer, sealPrefix)) {
    const sequence = parseSealPath(path);
    if (sequence === undefined) continue;
    const bytes = await files.read(proofContainer, sealPath(sequence), maxSealBytes);
    const { tenantId, days: sealedDays } = parseSeal(bytes ?? Buffer.alloc(0));
    for (const { date: day, manifest } of sealedDays)
      if (isAsked(day) && days.has(day)) days.set(day, { tenantId, day, sealed: { manifest, sequence } });
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

async function* listDays(files: HeldFiles): AsyncGenerator<{ tenantId: string; day: string }> {
  for await (const { path } of files.list('call-records', 'records/v1/')) {
    const name = parseRecordPath(path);
    if (name) yield { tenantId: name.tenantId, day: name.callDay };
  }
  for await (const { path } of files.list('call-reports', 'reports/v1/')) {
    const [, tenantId] = /\/tenant=([0-9a-f-]{36})\//.exec(path) ?? [];
    const day = parseReportPath(path)?.day;
    if (tenantId !== undefined && day !== undefined) yield { tenantId, day };
  }
}
