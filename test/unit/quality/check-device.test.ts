/** When a microphone or speaker counts as not working. */
import { expect, test } from '@jest/globals';
import { checkDevice } from '../../../src/quality/check-device.ts';

test('a part that did not work for half a percent of the call is found, each on its own', () => {
  expect(
    checkDevice({ captureNotFunctioningEventRatio: 0.005, renderNotFunctioningEventRatio: 0.3 }),
  ).toEqual([
    {
      ruleId: 'ca-device',
      part: 'microphone',
      measure: 'captureNotFunctioningEventRatio',
      value: 0.005,
      limit: 0.005,
      reason: 'microphone not working for 0.5% of the call',
    },
    {
      ruleId: 'ca-device',
      part: 'speaker',
      measure: 'renderNotFunctioningEventRatio',
      value: 0.3,
      limit: 0.005,
      reason: 'speaker not working for 30% of the call',
    },
  ]);
});

test.each([0, 0.0049, -1, null, '1', Number.NaN])('%p is no fault', (ratio) => {
  expect(
    checkDevice({ captureNotFunctioningEventRatio: ratio, renderNotFunctioningEventRatio: ratio }),
  ).toEqual([]);
});

test.each([undefined, null, 'x', []])('%p is no device', (device) => {
  expect(checkDevice(device)).toEqual([]);
});
