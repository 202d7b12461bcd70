/** The browser of this machine: Chromium or Chrome on the PATH, or the one that CHROMIUM names. Nothing is downloaded. */
import { execFileSync } from 'node:child_process';

/** Its path; empty when there is none. */
export function findBrowser(): string {
  const onPath = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `command -v ${name}`);
  const find = `if [ "$CHROMIUM" ]; then command -v "$CHROMIUM"; else ${onPath.join(' || ')}; fi || true`;
  return execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
}
