/** How a column of the tables is described: its name and meaning, and what it is read from. */
import type { CellType, TableSchema } from '../../model/table-schema.ts';

/** How a value of Graph's becomes a cell: `duration` is ISO 8601 and becomes milliseconds, so do whole `seconds`. */
export type ReadAs = CellType | 'duration' | 'seconds';

/** A member of one of Graph's objects that has a column. */
export interface Member {
  name: string;
  /** In Graph's words; with dots where it lies deeper. */
  member: string;
  as: ReadAs;
  unit?: string;
  meaning: string;
}

/** What a column is filled from. `made`: not from one member alone; the path then says from what. */
export type Source =
  | 'made'
  | 'record'
  | 'session'
  | 'caller'
  | 'callee'
  | 'segment'
  | 'media'
  | 'stream'
  | 'senderNetwork'
  | 'receiverNetwork'
  | 'senderDevice'
  | 'receiverDevice'
  | 'report';

export interface DescribedColumn {
  name: string;
  type: CellType;
  as: ReadAs;
  unit: string | undefined;
  meaning: string;
  source: Source;
  /** Empty when it is made. */
  member: string;
  /** Where in the record, as docs/tables.md says it. */
  path: string;
}

export interface DescribedTable extends TableSchema {
  /** What a row is. */
  row: string;
  columns: readonly DescribedColumn[];
}

const ends = 'sessions[].segments[].media[].{caller,callee}';

/** Where the objects lie that the sources stand for. */
export const sourcePaths: Readonly<Record<Exclude<Source, 'made'>, string>> = {
  record: '',
  session: 'sessions[].',
  caller: 'sessions[].caller.',
  callee: 'sessions[].callee.',
  segment: 'sessions[].segments[].',
  media: 'sessions[].segments[].media[].',
  stream: 'sessions[].segments[].media[].streams[].',
  senderNetwork: `${ends}Network.`,
  receiverNetwork: `${ends}Network.`,
  senderDevice: `${ends}Device.`,
  receiverDevice: `${ends}Device.`,
  report: '',
};

const cellTypeOf: Partial<Record<ReadAs, CellType>> = { duration: 'number', seconds: 'number' };

/** The columns of a source's members, their names and meanings after `prefix` and `whose`. */
export function columnsOf(
  source: Exclude<Source, 'made'>,
  members: readonly Member[],
  { prefix = '', whose = '' } = {},
): DescribedColumn[] {
  return members.map(({ name, member, as, unit, meaning }) => ({
    name: `${prefix}${name}`,
    type: cellTypeOf[as] ?? (as as CellType),
    as,
    unit,
    meaning: `${whose}${meaning}`,
    source,
    member,
    path: `${sourcePaths[source]}${member}`,
  }));
}

/** A column that is made; `path` says from what. */
export function madeColumn(
  name: string,
  type: CellType,
  meaning: string,
  path: string,
  unit?: string,
): DescribedColumn {
  return { name, type, as: type, unit, meaning, source: 'made', member: '', path };
}
