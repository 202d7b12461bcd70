/** `call-archive estimate`: what the archive costs a month, from the operations of this program. Works offline. */

import { type CostItem, type Estimate, estimateCost } from '../../estimating/estimate-cost.ts';
import { type PriceTable, priceTables } from '../../estimating/prices.ts';
import type { Usage } from '../../estimating/usage.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { formatJson } from '../output/format-json.ts';
import type { Column } from '../output/format-table.ts';
import { tell } from '../output/tell.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import { writeText } from '../output/write-text.ts';
import { readPriceFile } from '../price-file.ts';
import type { World } from '../world.ts';

export interface EstimateOptions extends Usage {
  region: string;
  prices?: string;
  output: Format;
}

export async function runEstimate(options: EstimateOptions, world: World): Promise<ExitName> {
  const { region, prices, output, ...usage } = options;
  const table = prices === undefined ? findPrices(region) : await readPriceFile(prices);
  const result = estimateCost(usage, table);
  if (output === 'json') {
    await writeText(world.stdout, `${formatJson(result, 2)}\n`);
    return 'ok';
  }
  const members = ['item', 'quantity', 'unit', 'free', 'price', 'per', 'cost', 'meter', 'source'] as const;
  const columns = makeColumns(table.currency);
  await writeRows(result.items, { columns, members: [...members] }, output, world);
  if (output === 'table') await writeTotal(result, world);
  return 'ok';
}

const money = (value: number) => value.toFixed(2);

function makeColumns(currency: string): Column<CostItem>[] {
  return [
    { title: 'item', text: ({ item }) => item },
    { title: 'a month', text: ({ quantity }) => formatQuantity(quantity), align: 'right' },
    { title: 'unit', text: ({ unit }) => unit },
    { title: currency, text: ({ cost }) => money(cost), align: 'right' },
    { title: 'price of', text: ({ source }) => source },
  ];
}

function formatQuantity(quantity: number): string {
  return quantity >= 100 ? String(Math.round(quantity)) : String(Number(quantity.toPrecision(3)));
}

async function writeTotal(
  { total, currency, notIncluded, operations }: Estimate,
  world: World,
): Promise<void> {
  await writeText(world.stdout, `\nIn all ${money(total)} ${currency} a month.\n`);
  const lines = [
    `Graph is asked ${Math.round(operations.graphRequests)} times a month for records; that has no price here.`,
    'List prices, which may have changed: -o json has every price with its meter, and --prices takes your own.',
    'Not included:',
    ...notIncluded.map((what) => `  - ${what}`),
  ];
  tell(world, `${lines.join('\n')}\n`);
}

function findPrices(region: string): PriceTable {
  const table = Object.hasOwn(priceTables, region) ? priceTables[region] : undefined;
  if (table) return table;
  throw new CliError(
    'usage',
    `Estimating: the prices of the region "${region}" are not known to this program`,
    `Known: ${Object.keys(priceTables).join(', ')}. For another region write a file as -o json prints it, with the ` +
      'prices of the Azure Retail Prices API, and give it with --prices.',
  );
}
