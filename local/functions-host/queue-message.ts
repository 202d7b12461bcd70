/** One message as the library's trigger data: its text, and what the runtime says about it. */
import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { RpcTypedData } from './core-types.ts';

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** `undefined` when the text is not in that encoding. */
export function decodeMessageText(text: string, encoding: 'base64' | 'none'): string | undefined {
  if (encoding === 'none') return text;
  const compact = text.replace(/[\t\n\r ]/g, '');
  return BASE64.test(compact) ? Buffer.from(compact, 'base64').toString('utf8') : undefined;
}

export function toTriggerMetadata(message: DequeuedMessageItem, text: string): Record<string, RpcTypedData> {
  return {
    QueueTrigger: { string: text },
    DequeueCount: { json: String(message.dequeueCount) },
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    InsertionTime: formatTime(message.insertedOn),
    ExpirationTime: formatTime(message.expiresOn),
    NextVisibleTime: formatTime(message.nextVisibleOn),
  };
}

function formatTime(at: Date): RpcTypedData {
  return { json: JSON.stringify(at.toISOString().replace(/(\.000)?Z$/, '+00:00')) };
}
