/** The archive as one reader may see it. Pages read through it and nothing else; what a role hides is not in it. */
import pLimit from 'p-limit';
import type { AccessLog } from '../../ports/access-log.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import type { HeldFiles } from '../../ports/held-files.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import type { SealedDays } from '../../ports/sealed-days.ts';
import type { Rights } from '../access/rights.ts';
import { makeCallReadings } from './call-readings.ts';
import { makeRemovedCalls } from './removed-calls.ts';
import { makeSeenAccess, type SeenAccess } from './seen-access.ts';
import { makeSeenCalls, type SeenCalls } from './seen-calls.ts';
import { makeSeenDays, type SeenDays } from './seen-days.ts';
import { type ListPorts, makeSeenLists, type SeenLists } from './seen-lists.ts';

/** Each member is a file beside this one, made for the rights of the reader. */
export interface Seen {
  access: SeenAccess;
  calls: SeenCalls;
  days: SeenDays;
  lists: SeenLists;
}

/** What it is made of: the reader's world, storage only. */
export interface SeenPorts extends Omit<ListPorts, 'readDaysInTurn'> {
  accessLog: AccessLog;
  archive: CallArchive;
  reports: ReportArchive;
  sealedDays: SealedDays;
  heldFiles: HeldFiles;
  now(): Date;
}

/** What all readers of this instance share is made once; the rest for each look. */
export function makeSeen(ports: SeenPorts): (rights: Rights) => Seen {
  const { accessLog, archive, heldFiles, now } = ports;
  const callPorts = {
    ...ports,
    readings: makeCallReadings({ archive, now }),
    removedCalls: makeRemovedCalls(heldFiles),
  };
  const listPorts = { ...ports, readDaysInTurn: pLimit(1) };
  return (rights) => ({
    access: makeSeenAccess(accessLog, rights),
    calls: makeSeenCalls(callPorts, rights),
    days: makeSeenDays(ports, rights),
    lists: makeSeenLists(listPorts, rights),
  });
}
