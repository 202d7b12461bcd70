/**
 * What Azure charges, by meter. The prices are list prices as the Azure Retail Prices API gave them to the projects
 * that published them; where this region's own price was not published, that of another stands, and says so.
 */

export interface Price {
  /** For `per` units, in the currency of the table. */
  price: number;
  per: number;
  unit: string;
  /** So much a month costs nothing, in units. */
  free?: number;
  /** Product and meter by their names in the Retail Prices API, to look the price up again. */
  meter: string;
  /** Where and when the price was valid. */
  region: string;
  date: string;
}

export const meters = [
  'alwaysReadyBaseline',
  'alwaysReadyTime',
  'alwaysReadyExecutions',
  'onDemandTime',
  'onDemandExecutions',
  'blobWrites',
  'blobStored',
  'tableOperations',
  'tableStored',
  'queueOperations',
  'logs',
] as const;
export type Meter = (typeof meters)[number];

export interface PriceTable {
  region: string;
  currency: string;
  prices: Record<Meter, Price>;
}

const flex = 'Flex Consumption';
const gbSecond = { per: 1, unit: 'GB-s' };
const tenExecutions = { per: 10, unit: 'executions' };
const tenThousand = { per: 10_000, unit: 'operations' };
const gbMonth = { per: 1, unit: 'GB-months' };
const eastUs = { region: 'eastus', date: '2026-10-03' };
const eastUs2 = { region: 'eastus2', date: '2026-09-26' };
const westUs2 = { region: 'westus2', date: '2026-04-30' };

/** By region. A region that is not here needs a file of prices. */
export const priceTables: Readonly<Record<string, PriceTable>> = {
  eastus: {
    region: 'eastus',
    currency: 'USD',
    prices: {
      alwaysReadyBaseline: {
        price: 0.000004,
        ...gbSecond,
        meter: `${flex} / Always Ready Baseline`,
        ...eastUs2,
      },
      alwaysReadyTime: {
        price: 0.000016,
        ...gbSecond,
        meter: `${flex} / Always Ready Execution Time`,
        ...eastUs2,
      },
      alwaysReadyExecutions: {
        price: 0.000004,
        ...tenExecutions,
        meter: `${flex} / Always Ready Total Executions`,
        ...eastUs2,
      },
      onDemandTime: {
        price: 0.000026,
        ...gbSecond,
        free: 100_000,
        meter: `${flex} / On Demand Execution Time`,
        ...eastUs,
      },
      onDemandExecutions: {
        price: 0.000004,
        ...tenExecutions,
        free: 250_000,
        meter: `${flex} / On Demand Total Executions`,
        ...eastUs,
      },
      blobWrites: {
        price: 0.0625,
        ...tenThousand,
        meter: 'General Block Blob v2 / Hot ZRS Write Operations',
        ...eastUs,
      },
      blobStored: {
        price: 0.026,
        ...gbMonth,
        meter: 'General Block Blob v2 / Hot ZRS Data Stored',
        ...eastUs,
      },
      tableOperations: {
        price: 0.00036,
        ...tenThousand,
        meter: 'Tables / Write Operations (LRS)',
        ...westUs2,
      },
      tableStored: { price: 0.045, ...gbMonth, meter: 'Tables / LRS Data Stored', ...westUs2 },
      queueOperations: {
        price: 0.004,
        ...tenThousand,
        meter: 'Queues v2 / LRS Class 1 Operations',
        region: 'australiaeast',
        date: 'undated',
      },
      logs: {
        price: 2.3,
        per: 1,
        unit: 'GB',
        free: 5,
        meter: 'Log Analytics / Analytics Logs Data Ingestion',
        region: 'eastus',
        date: '2026-08-09',
      },
    },
  },
};
