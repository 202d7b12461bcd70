/** Events as log lines and as telemetry. */
import { describe, expect, test } from '@jest/globals';
import { makeEventLog } from '../../../src/adapters/telemetry/event-log.ts';
import { events } from '../../../src/events.ts';

function makeLog() {
  const lines: string[] = [];
  const tracked: unknown[] = [];
  const note = makeEventLog(
    (level, line) => lines.push(`${level} ${line}`),
    (name, facts) => tracked.push([name, facts]),
  );
  return { lines, tracked, note };
}

describe('an event', () => {
  test('is a line with its level, its name and its facts, and the same in telemetry', () => {
    const { lines, tracked, note } = makeLog();
    note('intake.notification-dropped', { reason: 'tenant', count: 2, missing: undefined });
    note('subscription.failed', { cause: 'quota' });
    note('archiving.record-archived');
    expect(lines).toEqual([
      'warn intake.notification-dropped {"reason":"tenant","count":2}',
      'error subscription.failed {"cause":"quota"}',
      'info archiving.record-archived {}',
    ]);
    expect(tracked).toEqual([
      ['intake.notification-dropped', { reason: 'tenant', count: 2 }],
      ['subscription.failed', { cause: 'quota' }],
      ['archiving.record-archived', {}],
    ]);
  });

  test('is one line, whatever its facts hold', () => {
    const { lines, note } = makeLog();
    note('archiving.record-failed', { error: 'Error: a\r\nerror forged {}\u2028' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\r\n]/);
  });

  test('is written where telemetry is off', () => {
    const lines: string[] = [];
    makeEventLog((_, line) => lines.push(line), undefined)('subscription.kept');
    expect(lines).toEqual(['subscription.kept {}']);
  });
});

test.each(Object.entries(events))(
  '%s has a name of room and happening, and a sentence',
  (name, [, meaning]) => {
    expect(name).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  },
);
