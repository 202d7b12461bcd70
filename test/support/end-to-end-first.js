/** The order of the suite: the tests that wait most of their time begin first, so that others run beside them. */
import Sequencer from '@jest/test-sequencer';

export default class EndToEndFirst extends Sequencer {
  sort(tests) {
    const { endToEnd = [], others = [] } = Object.groupBy(super.sort(tests), ({ path }) =>
      path.includes('/test/e2e/') ? 'endToEnd' : 'others',
    );
    return [...endToEnd, ...others];
  }
}
