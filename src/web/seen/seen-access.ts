/** The access log as an auditor sees it; nobody else sees anything of it. */
import type { AccessEntry } from '../../model/access-entry.ts';
import type { AccessLog } from '../../ports/access-log.ts';
import type { Rights } from '../access/rights.ts';

export interface SeenAccess {
  /** The newest looks of a UTC day (`YYYY-MM-DD`), at most `max`. `who`: only those at one of these hashes, unless it is empty. */
  listLooks(day: string, options: { who: readonly string[]; max: number }): Promise<SeenLooks>;
}

export interface SeenLooks {
  looks: AccessEntry[];
  /** Whether the day has more. */
  hasMore: boolean;
  /** Lines that are damaged. */
  unreadable: number;
}

export function makeSeenAccess(log: AccessLog, rights: Rights): SeenAccess {
  return {
    async listLooks(day, { who, max }) {
      const found: SeenLooks = { looks: [], hasMore: false, unreadable: 0 };
      if (!rights.accessLog) return found;
      const countUnreadable = () => {
        found.unreadable += 1;
      };
      for await (const entry of log.list(day, countUnreadable)) {
        if (who.length > 0 && !who.includes(entry.who ?? '')) continue;
        if (found.looks.length === max) return { ...found, hasMore: true };
        found.looks.push(entry);
      }
      return found;
    },
  };
}
