/** What a check finds is told whole, however much it is and whatever the names of files are. */
import { expect, test } from '@jest/globals';
import { makeDeviationLog } from '../../../src/cli/output/deviation-log.ts';
import { deviationKinds } from '../../../src/proof/deviation.ts';

test('what memory does not hold comes back from the file, whatever is in the name', async () => {
  const names = ['a', 'line\nfeed', 'return\r', 'separators \u2028 and \u2029', 'quote " \\', '\ud800'];
  const log = makeDeviationLog(1);
  try {
    for (const path of names)
      log.add({ kind: 'foreign', path, detail: `It is ${path}`, ...deviationKinds.foreign });
    const listed = await Array.fromAsync(log.list());
    expect(listed.map(({ path }) => path)).toEqual(names);
    expect(listed.map(({ detail }) => detail)).toEqual(names.map((path) => `It is ${path}`));
  } finally {
    log.close();
  }
});
