/** What a process holds in memory, from the operating system. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface MemoryUse {
  rssBytes: number;
  /** The most that it held since its start, or since `resetPeak`. */
  peakBytes: number;
}

/** Needs /proc, that is, Linux; elsewhere `undefined`. */
export function readMemoryOf(pid: number | 'self'): MemoryUse | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const status = readFileSync(file, 'utf8');
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  return { rssBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
}

export function readMemory(): MemoryUse {
  return (
    readMemoryOf('self') ?? {
      rssBytes: process.memoryUsage.rss(),
      peakBytes: process.resourceUsage().maxRSS * 1024,
    }
  );
}

/** Resets the peak where the system can: what was held while modules were loaded does not matter. */
export function resetPeak(): void {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak since the start will have to do.
  }
}
