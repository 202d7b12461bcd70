/**
 * The order of the suite: end-to-end tests, which wait most of their time, are spread over its first half, so that others
 * use the processor meanwhile and none of them is left for the end.
 */
import Sequencer from '@jest/test-sequencer';

export default class EndToEndBetween extends Sequencer {
  sort(tests) {
    const { endToEnd = [], others = [] } = Object.groupBy(super.sort(tests), ({ path }) =>
      path.includes('/test/e2e/') ? 'endToEnd' : 'others',
    );
    const distance = Math.ceil(others.length / (2 * endToEnd.length));
    return [
      ...others.flatMap((test, i) => (i % distance === 0 ? [...endToEnd.splice(0, 1), test] : [test])),
      ...endToEnd,
    ];
  }
}
