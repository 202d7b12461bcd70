/** One end of the streams of a media: who it is, its client, network and devices, as a block of cells. */
import { valueIn } from '../../model/graph-value.ts';
import type { Cell } from '../../model/table-schema.ts';
import type { JudgedEnd, JudgedMedia } from '../../quality/judge-session.ts';
import { streamEndColumns } from '../schema/media-columns.ts';
import { indexOfColumn } from './cell-layout.ts';
import { setIdentity } from './identity-cells.ts';
import { countNoList } from './list-items.ts';
import { readCell } from './read-cell.ts';
import { makeMemberReader, type Tally } from './read-members.ts';

const columns = streamEndColumns('sender').map((column) => ({
  ...column,
  name: column.name.replace('sender_', ''),
}));
const at = (name: string) => indexOfColumn(columns, name);

const place = {
  kind: at('kind'),
  role: at('role'),
  hopCounts: at('hop_counts'),
  hopAddresses: at('hop_ip_addresses'),
  hopRoundTrips: at('hop_round_trip_times_ms'),
  deviceFault: at('device_fault'),
};
const agentMembers = ['role', 'platform', 'productFamily', 'applicationVersion'] as const;
const readNetwork = makeMemberReader(columns, 'senderNetwork', ['traceRouteHops']);
const readDevice = makeMemberReader(columns, 'senderDevice');
const hopMembers: ReadonlySet<string> = new Set(['hopCount', 'ipAddress', 'roundTripTime', '@odata.type']);

/** Cells of a block. */
export const streamEndLength = columns.length;

/** The part of the block that is the same in all media of a segment. */
export function readEnd({ end, endpoint }: JudgedEnd): Cell[] {
  const cells = new Array<Cell>(streamEndLength).fill(null);
  setIdentity(cells, place.kind, end?.identity);
  const agent = valueIn(endpoint, 'userAgent');
  for (const [i, member] of agentMembers.entries())
    cells[place.role + i] = readCell.text(valueIn(agent, member)) ?? null;
  return cells;
}

/** Adds what a media says of this end; leaves `end` as it is. */
export function readEndOfMedia(
  end: readonly Cell[],
  { media, faults }: JudgedMedia,
  side: 'caller' | 'callee',
  tally: Tally,
): Cell[] {
  const cells = [...end];
  const network = valueIn(media, `${side}Network`);
  readNetwork(network, cells, tally);
  readHops(network, cells, tally);
  readDevice(valueIn(media, `${side}Device`), cells, tally);
  const own = faults[side];
  if (own.length > 0) cells[place.deviceFault] = own.map(({ reason }) => reason).join(', ');
  return cells;
}

const noHops: Cell = [];

function readHops(network: unknown, cells: Cell[], tally: Tally): void {
  const hops: unknown = valueIn(network, 'traceRouteHops');
  countNoList(network, 'traceRouteHops', tally);
  if (!Array.isArray(hops)) return;
  if (hops.length === 0) {
    cells[place.hopCounts] = cells[place.hopAddresses] = cells[place.hopRoundTrips] = noHops;
    return;
  }
  const read = (hop: unknown, name: string, as: 'int32' | 'text' | 'duration') => {
    const value = valueIn(hop, name) ?? null;
    const cell = value === null ? null : readCell[as](value);
    if (cell === undefined) tally.unmapped += 1;
    return (cell ?? null) as string | number | null;
  };
  cells[place.hopCounts] = hops.map((hop) => read(hop, 'hopCount', 'int32'));
  cells[place.hopAddresses] = hops.map((hop) => read(hop, 'ipAddress', 'text'));
  cells[place.hopRoundTrips] = hops.map((hop) => read(hop, 'roundTripTime', 'duration'));
  for (const hop of hops)
    for (const [name, value] of Object.entries(hop ?? {}))
      if (value !== null && !hopMembers.has(name)) tally.unmapped += 1;
}
