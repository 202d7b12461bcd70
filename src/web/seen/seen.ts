/** The archive as one reader may see it. Pages read through it and nothing else; what a role hides is not in it. */
import type { AccessLog } from '../../ports/access-log.ts';
import type { Rights } from '../access/rights.ts';
import { makeSeenAccess, type SeenAccess } from './seen-access.ts';

/** Each member is a file beside this one, made for the rights of the reader. */
export interface Seen {
  access: SeenAccess;
}

/** What it is made of: the reader's world, storage only. */
export interface SeenPorts {
  accessLog: AccessLog;
}

export function makeSeen(ports: SeenPorts, rights: Rights): Seen {
  return { access: makeSeenAccess(ports.accessLog, rights) };
}
