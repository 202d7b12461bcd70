/**
 * Serves what the Graph simulator answers for the records of a workload, rendered and compressed beforehand, so that
 * Graph is neither in the measured process nor its bottleneck. Its one argument is the workload; it prints one line
 * `ready {"origin","calls"}`.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import { startGraphSimulator } from '../../local/graph-simulator/start-graph-simulator.ts';
import { listenOnLoopback } from '../loopback.ts';
import { makePlannedRecord, type RecordPlan } from '../workloads.ts';
import { crawlRecord, type Page, readVersionPage, targetOf } from './crawl.ts';

const plans = JSON.parse(process.argv[2] ?? '[]') as RecordPlan[];
const pages = new Map<string, Buffer>();
const records = new Map<string, SimulatedRecord>();
const pagesOf = new Map<string, string[]>();
let served = 0;

const server = createServer((request, response) => answer(targetOf(request.url ?? '/'), response));
// As with the simulator: a pooled client must not meet a connection that is just closing.
server.keepAliveTimeout = 65_000;
const origin = await listenOnLoopback(server);
const calls = await prepare();
process.stdout.write(`ready ${JSON.stringify({ origin, calls })}\n`);

async function prepare(): Promise<string[]> {
  const graph = await startGraphSimulator();
  const ids: string[] = [];
  for (const plan of plans) {
    const record = makePlannedRecord(plan);
    graph.addRecord(record);
    ids.push(record.id);
    const targets: string[] = [];
    for await (const { target, text } of crawlRecord(graph, record.id)) {
      keep(graph, { target, text });
      targets.push(target);
    }
    keep(graph, await readVersionPage(graph, record.id));
    pagesOf.set(record.id, targets);
    records.set(record.id, record);
  }
  await graph.close();
  return ids;
}

function keep(graph: { origin: string }, { target, text }: Page): void {
  pages.set(target, gzipSync(text.replaceAll(graph.origin, origin)));
}

function answer(target: string, response: ServerResponse): void {
  const [, route, id = ''] = target.split('/');
  const page = pages.get(target);
  const record = records.get(id);
  if (page) {
    served += 1;
    // Chunked and compressed, as Graph answers.
    response.writeHead(200, {
      'content-type': 'application/json;odata.metadata=minimal',
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
      'request-id': randomUUID(),
    });
    response.end(page);
  } else if (route === 'document' && record) {
    response.end(expectedDocument(record));
  } else if (route === 'targets') {
    response.end(JSON.stringify(pagesOf.get(id)));
  } else if (route === 'served') {
    response.end(String(served));
  } else {
    response.writeHead(404).end();
  }
}
