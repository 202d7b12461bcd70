/** `/calls/{id}/raw`: the exact bytes of a record, checked against their hash before any is sent. */
import type { Page } from '../page.ts';
import { refuse } from '../page.ts';
import { callIdOf, notACallId, notAVersion, versionOf } from '../parts/call-address.ts';
import { callProblem } from '../parts/call-problem.ts';

export const rawPage: Page<never> = {
  path: '/calls/:id/raw',
  isFor: ({ raw }) => raw,
  subject: (look) => ({ what: 'raw record', callId: callIdOf(look) }),
  async read(look) {
    const callId = callIdOf(look);
    const version = versionOf(look, 'version');
    if (callId === undefined) return refuse(notACallId);
    if (version === null) return refuse(notAVersion);
    const found = await look.seen.calls.readRaw({ callId, version, signal: look.signal });
    if (found.outcome !== 'found') return refuse(callProblem(found));
    const { name, bytes } = found.value;
    return { kind: 'file', name, contentType: 'application/json', bytes: ReadableStream.from([bytes]) };
  },
  html: (none) => none,
};
