/** One page, as somebody with the role Calls.Read has it. */
import type { ServedPages } from '../../test/support/served-pages.ts';

/** Throws when it is not shown. */
export async function getPage(served: ServedPages, path: string): Promise<Buffer> {
  const response = await served.get(path, ['Calls.Read']);
  const body = Buffer.from(await response.bytes());
  if (response.status !== 200)
    throw new Error(`Getting ${path}: ${response.status} ${body.subarray(0, 500)}`);
  return body;
}
