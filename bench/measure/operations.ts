/** What a small record costs in requests: to Graph, to blobs and to tables, counted on the wire. */
import { startAzurite } from '../../local/azurite.ts';
import type { Bench } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { startBundled } from '../start-bundled.ts';
import { planSmallRecords } from '../workloads.ts';
import { startCountingProxy } from './counting-proxy.ts';
import { startPageSource } from './page-source.ts';

export async function measureOperations(bench: Bench): Promise<Measured[]> {
  const records = bench.quick ? 20 : 100;
  const [azurite, pages] = await Promise.all([
    startAzurite(),
    startPageSource(planSmallRecords(records), bench),
  ]);
  const [proxy, people] = await Promise.all([startCountingProxy(azurite), startCountingProxy(azurite)]);
  const storage = { connectionString: proxy.connectionString, suffix: 'counted' };
  const { origin, calls } = pages;
  const worker = await startBundled('side', {
    side: 'ours-stored',
    origin,
    calls,
    atOnce: 16,
    storage: { ...storage, people: { connectionString: people.connectionString } },
  });
  // Containers and tables are there now; Bicep makes them in Azure.
  proxy.counts.clear();
  people.counts.clear();
  const servedBefore = await pages.served();
  await worker.run();
  const served = (await pages.served()) - servedBefore;
  const counted = new Map(proxy.counts);
  const forNewPeople = sum(people.counts.values());
  await worker.run();
  const forKnownPeople = sum(people.counts.values()) - forNewPeople;
  await worker.stop();
  proxy.close();
  people.close();
  await Promise.all([azurite.close(), pages.stop()]);

  const perRecord = (service: string) => {
    const kinds = [...counted].filter(([kind]) => kind.startsWith(service));
    for (const [kind, count] of kinds) bench.say(`${kind}: ${count / records} a record`);
    return sum(kinds.map(([, count]) => count)) / records;
  };
  return [
    { figure: 'graph-operations', value: served / records },
    { figure: 'blob-operations', value: perRecord('blob') },
    { figure: 'table-operations', value: perRecord('table') },
    { figure: 'new-people-operations', value: forNewPeople / records },
    { figure: 'known-people-operations', value: forKnownPeople / records },
  ];
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
