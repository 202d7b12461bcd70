/** One end of the streams of a media: who it is with its client, and its network and devices, each as a block of cells. */
import { valueIn } from '../../model/graph-value.ts';
import type { Side } from '../../model/session-end.ts';
import type { Block, Cell } from '../../model/table-schema.ts';
import type { JudgedEnd, JudgedMedia } from '../../quality/judge-session.ts';
import { endOfMediaColumns, endOfSegmentColumns } from '../schema/media-columns.ts';
import { emptyCells, indexOfColumn } from './cell-layout.ts';
import { setIdentity } from './identity-cells.ts';
import { countNoList } from './list-items.ts';
import { readCell } from './read-cell.ts';
import { makeMemberReader, type Tally } from './read-members.ts';

const ofSegment = endOfSegmentColumns('sender');
const ofMedia = endOfMediaColumns('sender');
const kindAt = indexOfColumn(ofSegment, 'sender_kind');
const roleAt = indexOfColumn(ofSegment, 'sender_role');
const place = {
  hopCounts: indexOfColumn(ofMedia, 'sender_hop_counts'),
  hopAddresses: indexOfColumn(ofMedia, 'sender_hop_ip_addresses'),
  hopRoundTrips: indexOfColumn(ofMedia, 'sender_hop_round_trip_times_ms'),
  deviceFault: indexOfColumn(ofMedia, 'sender_device_fault'),
};
const agentMembers = ['role', 'platform', 'productFamily', 'applicationVersion'] as const;
const readNetwork = makeMemberReader(ofMedia, 'senderNetwork', ['traceRouteHops']);
const readDevice = makeMemberReader(ofMedia, 'senderDevice');
const hopMembers: ReadonlySet<string> = new Set(['hopCount', 'ipAddress', 'roundTripTime', '@odata.type']);

/** Who it is, which is the same in all media of a segment. */
export function readEndOfSegment({ end, endpoint }: JudgedEnd): Block {
  const cells = emptyCells(ofSegment);
  setIdentity(cells, kindAt, end?.identity);
  const agent = valueIn(endpoint, 'userAgent');
  for (const [i, member] of agentMembers.entries())
    cells[roleAt + i] = readCell.text(valueIn(agent, member)) ?? null;
  return cells;
}

/** What a media says of it. */
export function readEndOfMedia({ media, faults }: JudgedMedia, side: Side, tally: Tally): Block {
  const cells = emptyCells(ofMedia);
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
