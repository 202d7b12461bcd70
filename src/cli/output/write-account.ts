/** The account of a call on stdout; its sessions one after the other, so that a large meeting is never held whole. */
import { type AccountLayout, formatAccount, formatOneSession } from '../../reading/format-account.ts';
import type { SessionAccount } from '../../reading/session-account.ts';
import type { CallAccount } from '../../reading/show-call.ts';
import type { OutputStream } from '../world.ts';
import { formatJson } from './format-json.ts';
import { writeText } from './write-text.ts';

interface ShownCall {
  /** Without sessions. */
  account: CallAccount;
  sessions(): AsyncIterable<SessionAccount>;
}

/** Sessions are read only where all is shown. */
export async function writeAccount(
  { account, sessions, layout }: ShownCall & { layout: AccountLayout },
  stdout: OutputStream,
): Promise<void> {
  await writeText(stdout, `${formatAccount(account, layout).join('\n')}\n`);
  if (!layout.all) return;
  let number = 0;
  for await (const session of sessions()) {
    number += 1;
    await writeText(stdout, `${formatOneSession(session, number, account, layout).join('\n')}\n`);
  }
}

/** A line end is not part of any JSON text: this is where the sessions belong. */
const emptyList = '\n  "sessions": []';

export async function writeAccountJson(
  { account, sessions }: ShownCall,
  stdout: OutputStream,
): Promise<void> {
  const [before = '', after = ''] = formatJson(account, 2).split(emptyList, 2);
  await writeText(stdout, `${before}${emptyList.slice(0, -1)}`);
  let separator = '\n    ';
  for await (const session of sessions()) {
    await writeText(stdout, `${separator}${formatJson(session, 2).replaceAll('\n', '\n    ')}`);
    separator = ',\n    ';
  }
  await writeText(stdout, `${separator.startsWith(',') ? '\n  ' : ''}]${after}\n`);
}
