/** host.json: the runtime's defaults, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import { parseHostConfig } from '../../../local/functions-host/host-config.ts';
import { overrideHostJson } from '../../../local/functions-host/override-host-json.ts';
import { parseTimeSpan } from '../../../local/functions-host/time-span.ts';

describe('parseHostConfig', () => {
  test('gives the defaults of the runtime', () => {
    expect(parseHostConfig({ version: '2.0' })).toEqual({
      routePrefix: 'api',
      functionTimeoutMs: 1_800_000,
      queues: {
        batchSize: 16,
        newBatchThreshold: 8,
        maxDequeueCount: 5,
        maxPollingIntervalMs: 60_000,
        messageEncoding: 'base64',
        visibilityTimeoutMs: 0,
      },
    });
  });

  test('reads what is set, and half of batchSize where no threshold is', () => {
    const config = parseHostConfig({
      version: '2.0',
      functionTimeout: '00:10:00',
      logging: { fileLoggingMode: 'never' },
      extensions: {
        http: { routePrefix: '/v2/' },
        queues: {
          batchSize: 5,
          maxPollingInterval: '00:00:02',
          messageEncoding: 'None',
          visibilityTimeout: '00:01:00',
        },
      },
    });
    expect(config.routePrefix).toBe('v2');
    expect(config.functionTimeoutMs).toBe(600_000);
    expect(config.queues).toMatchObject({
      batchSize: 5,
      newBatchThreshold: 2,
      maxPollingIntervalMs: 2_000,
      messageEncoding: 'none',
      visibilityTimeoutMs: 60_000,
    });
  });

  test('has no time limit where functionTimeout is -1', () => {
    expect(parseHostConfig({ version: '2.0', functionTimeout: '-1' }).functionTimeoutMs).toBeUndefined();
  });

  test('names every wrong member', () => {
    const wrong = {
      version: '2.0',
      extensions: { queues: { batchSize: 33, visibilityTimeout: '1 minute' } },
    };
    expect(() => parseHostConfig(wrong)).toThrow(
      /extensions\.queues\.batchSize.*extensions\.queues\.visibilityTimeout/,
    );
    expect(() => parseHostConfig({})).toThrow('host.json is wrong: version');
  });
});

describe('overrideHostJson', () => {
  const hostJson = {
    version: '2.0',
    extensions: { queues: { visibilityTimeout: '00:01:00', batchSize: 8 } },
  };

  test('puts app settings in place of members, and leaves the others', () => {
    const settings = {
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:02',
      AzureFunctionsJobHost__extensions__queues__maxDequeueCount: '3',
      AzureFunctionsJobHost__functionTimeout: '00:02:00',
      AzureFunctionsJobHost__version: '',
      PORT: '7071',
    };
    expect(overrideHostJson(hostJson, settings)).toEqual({
      version: '2.0',
      functionTimeout: '00:02:00',
      extensions: { queues: { visibilityTimeout: '00:00:02', batchSize: 8, maxDequeueCount: 3 } },
    });
    expect(hostJson.extensions.queues.visibilityTimeout).toBe('00:01:00');
  });
});

describe('parseTimeSpan', () => {
  test.each([
    ['00:00:00', 0],
    ['00:01:00', 60_000],
    ['01:02:03', 3_723_000],
    ['1.00:00:00', 86_400_000],
    ['00:00:00.1000000', 100],
    ['00:05', 300_000],
  ])('%s', (text, ms) => {
    expect(parseTimeSpan(text)).toBe(ms);
  });

  test.each(['', '5', '24:00:00', '00:60:00', '00:00:60', '1 minute', '-00:01:00'])('%s is none', (text) => {
    expect(parseTimeSpan(text)).toBeUndefined();
  });
});
