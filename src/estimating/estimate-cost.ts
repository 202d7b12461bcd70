/** What a month costs: the operations of the archive times the prices. Pure. */
import type { Meter, Price, PriceTable } from './prices.ts';
import { countOperations, type OperationCounts, type Usage } from './usage.ts';

export interface CostItem {
  item: string;
  quantity: number;
  unit: string;
  /** So much of it costs nothing. */
  free: number;
  price: number;
  per: number;
  cost: number;
  meter: string;
  /** Where and when the price was valid. */
  source: string;
}

export interface Estimate {
  region: string;
  currency: string;
  total: number;
  items: CostItem[];
  usage: Usage;
  operations: OperationCounts;
  notIncluded: readonly string[];
  prices: PriceTable['prices'];
}

/** What depends on choices that are not asked for here, or has no counted rule. */
const notIncluded = [
  'alert rules, private endpoints and DNS zones, taxes, discounts of a contract',
  'geo-redundant storage, soft-deleted data, other call reports',
  'reading the archive, the readers’ app, and the first backfill of 30 days',
  'the host’s own storage account: leases, deployment package',
] as const;

export function estimateCost(usage: Usage, { region, currency, prices }: PriceTable): Estimate {
  const operations = countOperations(usage);
  const items = listQuantities(usage, operations).map(([meter, item, quantity]) =>
    priceItem(item, quantity, prices[meter]),
  );
  const total = items.reduce((sum, { cost }) => sum + cost, 0);
  return { region, currency, total, items, usage, operations, notIncluded, prices };
}

type Quantity = [meter: Meter, item: string, quantity: number];

/** With an instance that is always ready, the webhook runs there; everything else runs on demand. */
function listQuantities({ alwaysReady }: Usage, counted: OperationCounts): Quantity[] {
  const background = counted.queueRuns + counted.timerRuns;
  const functions: Quantity[] =
    alwaysReady > 0
      ? [
          ['alwaysReadyBaseline', 'Always-ready instances', counted.alwaysReadyGbSeconds],
          ['alwaysReadyTime', 'Webhook, time', counted.webhookGbSeconds],
          ['alwaysReadyExecutions', 'Webhook, executions', counted.webhookRuns],
          ['onDemandTime', 'Queue and timers, time', counted.workGbSeconds],
          ['onDemandExecutions', 'Queue and timers, executions', background],
        ]
      : [
          ['onDemandTime', 'Functions, time', counted.webhookGbSeconds + counted.workGbSeconds],
          ['onDemandExecutions', 'Functions, executions', counted.webhookRuns + background],
        ];
  return [
    ...functions,
    ['blobWrites', 'Blob writes', counted.blobWrites],
    ['blobStored', 'Blobs stored', counted.blobGbMonths],
    ['tableOperations', 'Table operations', counted.tableOperations],
    ['tableStored', 'Tables stored', counted.tableGbMonths],
    ['queueOperations', 'Queue operations', counted.queueOperations],
    ['logs', 'Logs', counted.logGb],
  ];
}

function priceItem(
  item: string,
  quantity: number,
  { price, per, unit, free = 0, ...source }: Price,
): CostItem {
  const cost = (Math.max(0, quantity - free) / per) * price;
  const { meter, region, date } = source;
  return { item, quantity, unit, free, price, per, cost, meter, source: `${region}, ${date}` };
}
