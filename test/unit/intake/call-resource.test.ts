/** Which call a notification's `resource` names; anything else must name none. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCallResource } from '../../../src/intake/call-resource.ts';

const callId = 'e523d2ed-2966-4b6b-925b-754a88034cc5';

describe('parseCallResource', () => {
  test.each([
    `communications/callRecords/${callId}`,
    `/communications/callRecords/${callId}`,
    `communications/callRecords('${callId}')`,
    `/communications/callRecords('${callId}')`,
    `Communications/CallRecords/${callId}`,
    `communications/callrecords/${callId.toUpperCase()}`,
    `COMMUNICATIONS/CALLRECORDS('${callId.toUpperCase()}')`,
  ])('finds the call in %s', (resource) => {
    expect(parseCallResource(resource)).toBe(callId);
  });

  test.each([
    '',
    'communications/callRecords',
    'communications/callRecords/',
    `communications/callRecords/${callId}/`,
    `communications/callRecords/${callId}/sessions`,
    `communications/callRecords/${callId}?$expand=sessions`,
    `communications/callRecords/${callId}#x`,
    `communications/callRecords/${callId}\n`,
    `communications/callRecords/../users/${callId}`,
    `communications/callRecords/..%2F${callId}`,
    `communications/callRecords/%2e%2e/${callId}`,
    `communications/%2e/callRecords/${callId}`,
    `communications/callRecords/x/../${callId}`,
    `//communications/callRecords/${callId}`,
    `https://graph.microsoft.com/v1.0/communications/callRecords/${callId}`,
    `communications\\callRecords\\${callId}`,
    `communications/calls/${callId}`,
    `users/${callId}/messages`,
    `communications/callRecords/{${callId}}`,
    `communications/callRecords/${callId.replaceAll('-', '')}`,
    `communications/callRecords/${callId.replace('e', 'g')}`,
    'communications/callRecords/..',
    `communications/callRecords("${callId}")`,
    `communications/callRecords(${callId})`,
    `communications/callRecords('${callId}`,
    `communications/callRecords('${callId}')/sessions`,
    `communications/callRecords('${callId}' or 1=1)`,
    `communications/callRecords/('${callId}')`,
  ])('finds no call in %j', (resource) => {
    expect(parseCallResource(resource)).toBeUndefined();
  });

  test('gives nothing but a GUID in lower case, whatever comes', () => {
    const beginning = fc.constantFrom('', '/', '//', 'x/');
    const segment = fc.oneof(fc.uuid(), fc.string(), fc.constantFrom('..', '.', '%2e', `('${callId}')`));
    fc.assert(
      fc.property(beginning, fc.array(segment, { maxLength: 3 }), (first, rest) => {
        const found = parseCallResource([`${first}communications/callRecords`, ...rest].join('/'));
        if (found !== undefined) expect(found).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(found === undefined).toBe(
          !(['', '/'].includes(first) && rest.length === 1 && /^[0-9a-f-]{36}$/.test(rest[0] ?? '')),
        );
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
