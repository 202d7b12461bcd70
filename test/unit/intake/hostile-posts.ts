/** Bodies that somebody might post to hold the webhook up: each near 4 MiB, or with as many items as are taken. */
import { currentSecret, makeCallId, makeChangeNotification } from './notifications.ts';

const maxBytes = 4 * 1024 * 1024;

const fill = (text: string, bytes = maxBytes - 64) => text.repeat(Math.floor(bytes / text.length));
const list = (items: string) => `{"value":[${items}]}`;
const keys = (bytes: number, seed: number) => {
  const members: string[] = [];
  for (let i = 0, length = 0; length < bytes; i += 1) {
    const member = `"${seed}k${i}":${i}`;
    members.push(member);
    length += member.length + 1;
  }
  return `{${members.join(',')}}`;
};
const many = (count: number, make: (i: number) => unknown) =>
  list(Array.from({ length: count }, (_, i) => JSON.stringify(make(i))).join(','));

const makers: ((seed: number) => string)[] = [
  () => list(`${fill('0,')}0`),
  () => list(`${fill('[],')}[]`),
  () => fill('['),
  () => list(fill('[', maxBytes / 2) + fill(']', maxBytes / 2 - 128)),
  () => list(fill('{"a":', maxBytes / 2)),
  (seed) => list(keys(maxBytes - 4096, seed)),
  (seed) => list(Array.from({ length: 128 }, (_, i) => keys(31_000, seed * 1000 + i)).join(',')),
  (seed) => list(Array.from({ length: 128 }, () => `[${fill(`${seed},`, 31_000)}1]`).join(',')),
  () => list(Array.from({ length: 128 }, () => `${'['.repeat(15_000)}${']'.repeat(15_000)}`).join(',')),
  (seed) => keys(maxBytes - 4096, seed),
  (seed) => `{"value":[],${keys(maxBytes - 4096, seed).slice(1)}`,
  () => `{${fill('"value":[],')}"value":[]}`,
  () => list(`"${fill('x')}"`),
  () => list(`"${fill('\\\\')}"`),
  () => list(`"${fill('\\u00e9')}"`),
  () => list(fill('1')),
  () => fill(' '),
  () => list(fill(' ')),
  () => fill('"value":'),
  () => fill('😀'),
  (seed) => many(5000, (i) => ({ clientState: `${seed} ${i} ${'x'.repeat(700)}` })),
  () => many(5000, (i) => ({ ...makeChangeNotification(makeCallId(i)), clientState: null })),
  () => many(5000, (i) => makeChangeNotification(makeCallId(i), { padding: 'x'.repeat(300) })),
  () => many(5000, () => makeChangeNotification('x', { resourceData: { a: [[[[]]]], b: {} } })),
  () => many(5001, (i) => makeChangeNotification(makeCallId(i))),
  () => many(128, () => ({ clientState: currentSecret, tenantId: 'x'.repeat(31_000) })),
  () =>
    many(5000, (i) => ({
      clientState: currentSecret,
      lifecycleEvent: 'subscriptionRemoved',
      subscriptionId: makeCallId(i),
    })),
];

/** How many kinds there are. */
export const kinds = makers.length;

export function makeHostilePost(number: number): Buffer {
  const make = makers[number % kinds] ?? (() => '');
  return Buffer.from(make(number)).subarray(0, maxBytes);
}
