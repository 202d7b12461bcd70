/** The frame of the readers' app with an open gate and memory for storage: for pages that a test makes up. */

import type { Look, Page } from '../../src/web/page.ts';
import { accessPage } from '../../src/web/pages/access.ts';
import type { Seen } from '../../src/web/seen/seen.ts';
import { makeSeenAccess } from '../../src/web/seen/seen-access.ts';
import { makeServe, type ServeTools } from '../../src/web/serve.ts';
import { makeMemoryAccessLog } from './memory-access-log.ts';
import { makeMemoryEventLog } from './memory-event-log.ts';
import { signedInHeaders } from './principal-header.ts';

export const servingOrigin = 'https://reader.contoso.example';
export const servingNow = new Date('2026-11-20T10:00:00Z');

export type Ask = Omit<RequestInit, 'headers'> & {
  roles?: readonly string[];
  headers?: Record<string, string>;
};

export function startServing(pages: readonly Page[], changes: Partial<ServeTools> = {}) {
  const accessLog = makeMemoryAccessLog();
  const log = makeMemoryEventLog();
  const serve = makeServe({
    pages: [accessPage, ...pages],
    staticFiles: new Map([['reader.css', Buffer.from('body {}')]]),
    gate: { findReason: async () => undefined, answerProbe: () => undefined },
    makeSeen: (rights) => ({ access: makeSeenAccess(accessLog, rights) }) as Seen,
    noteLook: accessLog.note,
    note: log.note,
    now: () => servingNow,
    asksTicket: false,
    timeZone: 'Europe/Berlin',
    publicOrigin: servingOrigin,
    clientId: undefined,
    ...changes,
  });
  return {
    accessLog,
    log,
    /** Signed in with the role `Calls.Read` unless told otherwise. */
    ask: (path: string, { roles = ['Calls.Read'], headers, ...init }: Ask = {}) =>
      serve(
        new Request(servingOrigin + path, { ...init, headers: { ...signedInHeaders(...roles), ...headers } }),
      ),
  };
}

/** A page about somebody, whose data are what it saw of the look. */
export function makeLookPage(changes: Partial<Page> = {}): Page {
  return {
    path: '/calls/:id',
    isFor: ({ calls }) => calls !== 'none',
    subject: ({ params, url }) => ({
      what: 'call',
      callId: params['id'],
      who: url.searchParams.get('who') ?? undefined,
    }),
    read: async ({ params, zone, form, ticket }: Look) => ({
      kind: 'data',
      data: { secret: 'Boris', id: params['id'], zone, ticket, form: form && Object.fromEntries(form) },
    }),
    html: (data) => ({ title: 'A call', main: `data ${JSON.stringify(data)}` as never }),
    ...changes,
  };
}
