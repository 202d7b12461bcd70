/** Bodies that nobody should send to a webhook, drawn from a seed. None of them holds a valid notification of our own. */
import { gzipSync } from 'node:zlib';
import type { Random } from '../../graph-simulator/generator/random.ts';

export interface HostileBody {
  readonly kind: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly contentEncoding?: string;
  /** Sent drop by drop: pieces with a pause between them; `breaksOff`: the last one never comes. */
  readonly slow?: { readonly pieces: number; readonly pauseMs: number; readonly breaksOff: boolean };
  /** Sent in chunks, so that its length is not known beforehand. */
  readonly chunked?: true;
}

/** What a sender needs to know to get as far as possible. */
export interface Target {
  readonly clientState: string;
  readonly tenantId: string;
}

type Maker = (random: Random, target: Target) => Omit<HostileBody, 'kind' | 'contentType'>;

const nesting = 100_000;
const oversizedBytes = 4 * 1024 * 1024 + 1;

const text = (value: string) => ({ bytes: Buffer.from(value) });
const json = (value: unknown) => text(JSON.stringify(value));
const randomBytes = (random: Random, length: number) =>
  Buffer.from(Array.from({ length }, () => random.int(0, 255)));

/** A notification with everything right but what `change` says. */
function notification(random: Random, target: Target, change: Record<string, unknown>) {
  const id = random.guid();
  return {
    subscriptionId: random.guid(),
    subscriptionExpirationDateTime: '2026-11-28T00:00:00Z',
    changeType: 'updated',
    clientState: target.clientState,
    tenantId: target.tenantId,
    resource: `communications/callRecords/${id}`,
    resourceData: { '@odata.type': '#microsoft.graph.callrecord', id },
    ...change,
  };
}

const wrongValues: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  'x'.repeat(300_000),
  [],
  [[]],
  {},
  { toString: 1 },
  '\u0000',
  '\ud800',
];
const wrongResources = [
  'communications/callRecords/',
  'communications/callRecords/../../users',
  'communications/callRecords/%2e%2e%2f',
  "communications/callRecords/' or 1 eq 1",
  'communications/calls/0f0e0d0c-0b0a-4908-8706-050403020100',
  'https://elsewhere.example/communications/callRecords/0f0e0d0c-0b0a-4908-8706-050403020100',
  'communications/callRecords/0f0e0d0c-0b0a-4908-8706-05040302010',
  `communications/callRecords/${'0'.repeat(100_000)}`,
];
const wrongSecrets = ['', 'x', 'x'.repeat(128), 'x'.repeat(1_000_000), '\u0000', 'ключ', null, 7, ['a'], {}];

const makers: Readonly<Record<string, readonly [weight: number, make: Maker]>> = {
  'random-bytes': [16, (random) => ({ bytes: randomBytes(random, random.int(0, 4000)) })],
  'nested-brackets': [
    4,
    (random) => {
      const [open, close] = random.pick([
        ['[', ']'],
        ['{"a":', '}'],
        ['{"value":[', ']}'],
      ] as const);
      const inside = open.repeat(nesting) + (random.chance(0.5) ? `1${close.repeat(nesting)}` : '');
      return text(random.chance(0.5) ? inside : `{"value":[${inside}]}`);
    },
  ],
  'invalid-utf-8': [
    10,
    (random, target) => {
      const bytes = Buffer.from(JSON.stringify({ value: [notification(random, target, {})] }));
      bytes[random.int(1, bytes.length - 2)] = random.pick([0xff, 0xc0, 0x80, 0xf8]);
      return { bytes };
    },
  ],
  'huge-numbers': [
    8,
    (random) => {
      const number = random.pick([
        '1e999999',
        '-1e999999',
        '9'.repeat(50_000),
        `0.${'1'.repeat(50_000)}`,
        '-0',
      ]);
      return text(
        random.pick([`{"value":[${number}]}`, `{"value":${number}}`, `{"value":[{"id":${number}}]}`, number]),
      );
    },
  ],
  prototype: [
    8,
    (random) => {
      const name = random.pick(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']);
      const inside = `{"${name}":{"clientState":"x","value":[1],"tenantId":{}},"clientState":{"${name}":1}}`;
      return text(
        random.pick([`{"${name}":{"value":[]},"value":[${inside}]}`, inside, `{"value":{"${name}":[]}}`]),
      );
    },
  ],
  'wrong-types': [14, (random) => json({ value: random.pick([...wrongValues, [random.pick(wrongValues)]]) })],
  'wrong-field': [
    14,
    (random, target) => {
      const field = random.pick(['tenantId', 'resource', 'clientState', 'subscriptionId']);
      const value = field === 'subscriptionId' ? 'x' : random.pick(wrongValues);
      // With its resource right, an item may do without some of the rest.
      const change = { [field]: value, ...(field === 'subscriptionId' && { tenantId: random.guid() }) };
      return json({ value: [notification(random, target, change)] });
    },
  ],
  'wrong-resource': [
    8,
    (random, target) => {
      const change = { resource: random.pick(wrongResources), resourceData: undefined };
      return json({ value: [notification(random, target, change)] });
    },
  ],
  'wrong-secret': [
    8,
    (random, target) =>
      json({ value: [notification(random, target, { clientState: random.pick(wrongSecrets) })] }),
  ],
  'wrong-lifecycle': [
    6,
    (random, target) => {
      const lifecycleEvent = random.pick(['missed ', 'deleted', '', null, 'MISSED']);
      return json({
        value: [notification(random, target, { lifecycleEvent, resource: 'x', resourceData: 0 })],
      });
    },
  ],
  'broken-off': [
    8,
    (random, target) => {
      const whole = JSON.stringify({ value: [notification(random, target, {})] });
      return text(whole.slice(0, random.int(0, whole.length - 1)));
    },
  ],
  'many-items': [
    1,
    (random, target) => {
      const one = random.pick([{}, 1, notification(random, target, { clientState: 'x' })]);
      return json({ value: Array.from({ length: random.int(1000, 8000) }, () => one) });
    },
  ],
  oversized: [
    1,
    (random) => ({
      bytes: Buffer.alloc(oversizedBytes + random.int(0, 1000), random.pick(['[', ' ', '0', '"'])),
      ...(random.chance(0.5) && { chunked: true as const }),
    }),
  ],
  'zip-bomb': [1, () => ({ bytes: gzipSync(Buffer.alloc(20_000_000, ' ')), contentEncoding: 'gzip' })],
  slow: [
    2,
    (random, target) => ({
      ...json({ value: [notification(random, target, { clientState: 'x' })] }),
      slow: { pieces: random.int(3, 10), pauseMs: random.int(50, 300), breaksOff: random.chance(0.3) },
    }),
  ],
};

const wheel = Object.entries(makers).flatMap(([kind, [weight]]) =>
  Array.from({ length: weight }, () => kind),
);
const contentTypes = ['application/json', 'application/json; charset=utf-16', 'text/plain', 'image/png', 'x'];

export function makeHostileBody(random: Random, target: Target): HostileBody {
  const kind = random.pick(wheel);
  const [, make] = makers[kind] ?? [];
  if (!make) throw new Error(`No body is of the kind ${kind}`);
  return { kind, contentType: random.pick(contentTypes), ...make(random, target) };
}
