/** The rows of a call report's table, from one run of the report. */
import { createHash } from 'node:crypto';
import { unpack } from '../bytes/unpack.ts';
import { IntegrityError } from '../errors.ts';
import type { ReportName } from '../model/call-report.ts';
import type { Cell } from '../model/table-schema.ts';
import { emptyCells } from './rows/cell-layout.ts';
import { readCell } from './rows/read-cell.ts';
import { makeMemberReader, type ReadMembers } from './rows/read-members.ts';
import type { DescribedColumn } from './schema/column.ts';
import { reportTables } from './schema/tables.ts';

/** Far more than a row of a report has. */
const maxRowBytes = 1024 * 1024;
const lineFeed = 0x0a;

/** Throws IntegrityError when the file is damaged, at its end if not before. */
export async function* readReportRows(
  report: ReportName,
  file: AsyncIterable<Uint8Array>,
  sha256: string | undefined,
): AsyncGenerator<Cell[]> {
  const { columns } = reportTables[report];
  const read = makeRowReader(columns);
  const hash = createHash('sha256');
  const passing = async function* () {
    for await (const piece of unpack(file)) {
      hash.update(piece);
      yield piece;
    }
  };
  for await (const line of splitLines(passing())) yield read(parseRow(line));
  if (sha256 !== undefined && hash.digest('hex') !== sha256)
    throw new IntegrityError('Reading a call report: it is not what its hash says');
}

async function* splitLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maxRowBytes) throw new IntegrityError('Reading a call report: a row does not end');
  }
  if (rest.length > 0) throw new IntegrityError('Reading a call report: its last row is cut off');
}

function parseRow(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (error) {
    throw new IntegrityError('Reading a call report: a row is no JSON', { cause: error });
  }
}

const units = 'administrativeUnitInfos';

function makeRowReader(columns: readonly DescribedColumn[]): (row: unknown) => Cell[] {
  const plain = columns.map((column) =>
    column.member.includes('[]') ? { ...column, source: 'made' as const } : column,
  );
  const read: ReadMembers = makeMemberReader(plain, 'report', [units]);
  const unitsAt = columns.findIndex(({ member }) => member.startsWith(units));
  return (row) => {
    const cells = emptyCells(columns);
    read(row, cells, { unmapped: 0 });
    const infos = (row as Record<string, unknown> | null)?.[units];
    if (unitsAt >= 0 && Array.isArray(infos))
      cells[unitsAt] =
        readCell.texts(infos.map((info) => (info as { id?: unknown } | null)?.id ?? null)) ?? null;
    return cells;
  };
}
