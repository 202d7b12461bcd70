/** A timer of the app, at once: the Functions host runs it when asked over HTTP. */
import type { LocalSystem } from './local-system.ts';

export async function runTimer({ url }: Pick<LocalSystem['host'], 'url'>, name: string): Promise<void> {
  const asked = new URL(`/admin/functions/${name}`, url);
  const { status } = await fetch(asked, { method: 'POST', body: '{}' });
  if (status !== 202) throw new Error(`POST ${asked.pathname}: ${status}`);
}
