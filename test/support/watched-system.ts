/**
 * The local system with telemetry switched on, for end-to-end tests. When it closes, everything that the app has
 * logged, sent and noted in its tables is scanned for what must not be there, and for facts that operators are not told of.
 */
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import type { GraphSimulator } from '../../local/graph-simulator/start-graph-simulator.ts';
import { type LocalSystem, type LocalSystemOptions, startLocalSystem } from '../../local/local-system.ts';
import { parseLogLine } from '../../local/parse-log-line.ts';
import { makeArchiveReader } from './archive-reader.ts';
import { findUndocumentedFacts } from './documented-facts.ts';
import { startIngestionEndpoint, type TelemetryItem } from './ingestion-endpoint.ts';
import { collectPersonalData, findLeaks } from './personal-data.ts';

export interface WatchedSystem extends LocalSystem {
  /** What the app has sent so far. */
  telemetry: readonly TelemetryItem[];
  /** Stops everything, and throws when a secret or a personal datum got out. */
  close(): Promise<void>;
}

/** A schedule that does not come while a test runs: each day at the hour that is half a day from now. */
export const notNow = `0 0 ${(new Date().getUTCHours() + 12) % 24} * * *`;

/** What comes by the clock comes only if the test asks for it, but for the subscription, without which there is no call. */
export async function startWatchedSystem(options: LocalSystemOptions): Promise<WatchedSystem> {
  const lines: string[] = [];
  const endpoint = await startIngestionEndpoint();
  const system = await startLocalSystem({
    ...options,
    settings: {
      RECONCILE_SCHEDULE: notNow,
      REPORTS_SCHEDULE: notNow,
      SEAL_SCHEDULE: notNow,
      ...endpoint.settings,
      ...options.settings,
    },
    onLine(line) {
      lines.push(line);
      options.onLine(line);
    },
  }).catch(async (error) => {
    await endpoint.close();
    throw error;
  });
  const { graph, documents } = rememberDocuments(system.graph);
  const reader = makeArchiveReader(system.azurite.connectionString);
  const closeAll = system.close;

  async function stopAndScan(): Promise<string[]> {
    // Its end sends the telemetry that waits.
    await system.host.stop();
    // A test may have taken one away.
    const readRows = (table: string) => reader.readRows(table).catch(() => []);
    const tables = await Promise.all(['FailureLedger', 'ArchiveState'].map(readRows));
    const secrets = [
      system.clientState,
      options.settings?.['NOTIFICATION_CLIENT_STATE_PREVIOUS'],
      graph.identityHeader,
      /AccountKey=([^;]+)/.exec(system.azurite.connectionString)?.[1],
      'Bearer ',
      // How every token begins.
      'eyJ0',
    ].filter((secret) => secret !== undefined);
    const personal = documents().flatMap((text) => collectPersonalData(JSON.parse(text)));
    return findLeaks([...lines, ...endpoint.texts, JSON.stringify(tables)], [...secrets, ...personal]);
  }

  return Object.assign(system, {
    graph,
    telemetry: endpoint.items,
    async close() {
      try {
        const leaks = await stopAndScan();
        if (leaks.length > 0) throw new Error(`What must not get out did: ${leaks.join(' | ')}`);
        const unknown = findUndocumentedFacts(lines.flatMap((line) => parseLogLine(line) ?? []));
        if (unknown.length > 0) throw new Error(`docs/operations.md does not name: ${unknown.join(', ')}`);
      } finally {
        await closeAll();
        await endpoint.close();
      }
    },
  });
}

/** The simulator, and the text of every record and report row that it was given. */
function rememberDocuments(graph: GraphSimulator): { graph: GraphSimulator; documents(): string[] } {
  const makers: (() => string)[] = [];
  const remember = (record: SimulatedRecord) => makers.push(() => expectedDocument(record).toString('utf8'));
  return {
    documents: () => makers.map((make) => make()),
    graph: {
      ...graph,
      endCall(record, options) {
        remember(record);
        for (const later of options?.versions ?? []) remember(later.record);
        graph.endCall(record, options);
      },
      addRecord(record) {
        remember(record);
        graph.addRecord(record);
      },
      addReportRows(report, rows) {
        for (const { raw } of rows) makers.push(raw);
        graph.addReportRows(report, rows);
      },
    },
  };
}
