/** The storage emulator with its requests counted on the wire: `GET Table`, `GET Blob`, in their order. */
import { startProxy } from './start-proxy.ts';

export interface CountedStorage {
  connectionString: string;
  requests: string[];
  close(): Promise<void>;
}

export async function startCountedStorage(emulator: string): Promise<CountedStorage> {
  const requests: string[] = [];
  let connectionString = emulator;
  const proxies: Awaited<ReturnType<typeof startProxy>>[] = [];
  for (const service of ['Blob', 'Table']) {
    const endpoint = new RegExp(`${service}Endpoint=(http://[^/;]*)`);
    const [, target = ''] = endpoint.exec(emulator) ?? [];
    const proxy = await startProxy({
      target,
      refuse: (method) => void requests.push(`${method} ${service}`),
    });
    proxies.push(proxy);
    connectionString = connectionString.replace(endpoint, `${service}Endpoint=${proxy.origin}`);
  }
  return {
    connectionString,
    requests,
    close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))),
  };
}
